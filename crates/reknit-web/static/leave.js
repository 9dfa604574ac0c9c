// What must work before the app has loaded: leaving this page, and opening Help.
//
// Leaving: a button, a skip link, or Shift three times (docs/adr/0009). It drops the app's keys, empties the page before the next frame, and
// replaces it by a page about nothing. Nothing is sent to the relay. The behaviour follows what GOV.UK published of "Exit this page": a Shift that was
// used as a modifier does not count, any other key starts again, there are five seconds between presses, and all of it is said to a screen reader.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  root.dataset.view = "landing";

  // Neutral, large, about nothing personal. The list is closed: no setting can lead anywhere else. The relay's list is the same (tested).
  const AWAY = [
    "https://www.wikipedia.org/",
    "https://www.bbc.co.uk/weather",
    "https://www.weather.gov/",
    "https://www.dwd.de/",
    "https://www.openstreetmap.org/",
  ];
  const BETWEEN_MS = 5000;

  function away() {
    const link = document.querySelector("a[data-leave]");
    return (link && AWAY.find((it) => it === link.href)) || AWAY[0];
  }

  function leave() {
    const to = away();
    root.classList.add("leaving");
    document.title = "Notes";
    // Synchronous: keys are gone before the page is.
    window.dispatchEvent(new CustomEvent("notes-leave"));
    if (document.body) {
      const word = document.createElement("p");
      word.className = "leaving-word hidden-visually";
      word.setAttribute("role", "alert");
      document.body.replaceChildren(word);
      word.textContent = "One moment.";
    }
    location.replace(to);
  }

  let presses = 0;
  let last = 0;
  let alone = false;
  let running = 0;

  function tell(text) {
    const region = document.getElementById("leave-status");
    if (region) region.textContent = text;
  }

  function again() {
    alone = false;
    clearTimeout(running);
    if (presses) tell("");
    presses = 0;
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      // A key that is held repeats, and is still one press.
      if (!event.repeat) alone = !(event.ctrlKey || event.altKey || event.metaKey);
      return;
    }
    // Shift together with another key is typing.
    again();
    const link = event.key === " " && event.target instanceof Element && event.target.closest("[data-leave]");
    if (link) { event.preventDefault(); leave(); }
  }, true);

  // Shift with the pointer is choosing words.
  addEventListener("pointerdown", () => { alone = false; }, true);

  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const now = Date.now();
    presses = now - last <= BETWEEN_MS ? presses + 1 : 1;
    last = now;
    if (presses === 3) { leave(); return; }
    tell(presses === 1 ? "Shift, two more times to leave this page." : "Shift, one more time to leave this page.");
    clearTimeout(running);
    running = setTimeout(() => { presses = 0; tell("Shift was pressed too slowly. It starts again."); }, BETWEEN_MS);
  }, true);

  // The country that the browser's language names comes first. Nothing is asked of anybody for it, and any other can be chosen.
  let guessed = false;
  function guess() {
    const region = /-([A-Z]{2})\b/.exec(navigator.language || "");
    if (guessed || !region) return;
    guessed = true;
    const code = region[1].toLowerCase();
    const all = [...document.querySelectorAll("#help details.country")];
    const here = all.filter((it) => it.dataset.country.split("-")[0] === code);
    const first = all.find((it) => !here.includes(it));
    // Parts of a country before the whole: lines for everybody there stand with them. All of it is open, so that nobody sees
    // only a line that is not for them.
    here.sort((a, b) => b.dataset.country.length - a.dataset.country.length);
    for (const it of here) { first.before(it); it.open = true; }
    const note = document.getElementById("guess-note");
    if (note) note.hidden = here.length === 0;
  }

  // The page that is nothing but Help.
  addEventListener("DOMContentLoaded", () => { if (document.querySelector("#help.shown")) guess(); });

  function openHelp(page) {
    guess();
    root.dataset.view = "help";
    const section = page.split("/")[1];
    const part = section && document.getElementById("help-" + section);
    if (part) { part.focus(); part.scrollIntoView(); }
    else {
      // With its way back in sight, which stands above the heading.
      document.querySelector("#help h1")?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    window.dispatchEvent(new CustomEvent("notes-help"));
  }

  // On the way down to what was clicked: on the way up, the app may have made another button of it already.
  addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at) return;
    if (at.closest("[data-leave]")) { event.preventDefault(); leave(); return; }
    const link = at.closest("[data-page]");
    if (link && link.dataset.page.startsWith("help")) { event.preventDefault(); openHelp(link.dataset.page); }
    else if (link) window.dispatchEvent(new CustomEvent("notes-page", { detail: link.dataset.page }));
    if (at.closest("[data-print]")) print();
    if (at.closest("[data-back]")) {
      if (window.notesApp) window.dispatchEvent(new CustomEvent("notes-back"));
      else root.dataset.view = "landing";
    }
  }, true);

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
