// What must work before the app has loaded: leaving this page, and opening Help.
//
// Leaving: a button, a skip link, or Shift three times. It drops the app's keys, empties the page before the next frame, and replaces it by a page
// about nothing. Nothing is sent to the relay. After "Exit this page" of the GOV.UK design system: a Shift that was used as a modifier
// does not count, any other key starts again, and there are five seconds between presses.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  root.dataset.view = "landing";

  // Neutral, large, about nothing personal. The list is closed: no setting can lead anywhere else.
  const AWAY = "https://www.wikipedia.org/";
  const BETWEEN_MS = 5000;

  function leave() {
    root.classList.add("leaving");
    document.title = "Notes";
    // Synchronous: keys are gone before the page is.
    window.dispatchEvent(new CustomEvent("notes-leave"));
    if (document.body) document.body.replaceChildren();
    location.replace(AWAY);
  }

  let presses = 0;
  let last = 0;
  let alone = false;

  function tell(text) {
    const region = document.getElementById("leave-status");
    if (region) region.textContent = text;
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      alone = !event.repeat;
      return;
    }
    // Shift together with another key is typing.
    alone = false;
    presses = 0;
  }, true);

  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const now = Date.now();
    presses = now - last <= BETWEEN_MS ? presses + 1 : 1;
    last = now;
    if (presses === 3) leave();
    else tell(presses === 1 ? "Shift, two more times to leave this page." : "Shift, one more time to leave this page.");
  }, true);

  function openHelp(page) {
    root.dataset.view = "help";
    const section = page.split("/")[1];
    const target = (section && document.getElementById("help-" + section)) || document.querySelector("#help h1");
    if (target) { target.focus(); target.scrollIntoView(); }
    window.dispatchEvent(new CustomEvent("notes-help"));
  }

  addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at) return;
    if (at.closest("[data-leave]")) { event.preventDefault(); leave(); return; }
    const link = at.closest("[data-page]");
    if (link && link.dataset.page.startsWith("help")) { event.preventDefault(); openHelp(link.dataset.page); }
    if (at.closest("[data-print]")) print();
    if (at.closest("[data-back]") && !window.notesApp) root.dataset.view = "landing";
  });

  // What was wanted before the app had loaded.
  addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target.closest("[data-page]") : null;
    if (at && !window.notesApp && !at.dataset.page.startsWith("help")) window.notesWanted = at.dataset.page;
  });

  // The secret of an invitation leaves the address before anything else runs; it stays in memory until it is answered.
  function takeInvitation() {
    const found = /^#\/?(j\/.*)$/s.exec(location.hash);
    if (location.hash) history.replaceState(history.state, "", location.pathname);
    if (!found) return;
    window.notesInvitation = found[1];
    window.dispatchEvent(new CustomEvent("notes-invited"));
  }
  takeInvitation();
  addEventListener("hashchange", takeInvitation);

  // Restored from the back/forward cache: nothing that was on screen may come back.
  addEventListener("pageshow", (event) => {
    if (event.persisted) { document.body.replaceChildren(); location.reload(); }
  });
})();
