// Only on a device that was declared one's own: keeps the app's public files, so that it starts without a network.
// Nothing of a person passes through here: requests to the API are never touched, and nothing readable is kept.
// What starts the app names all its parts, so a change of any of them is a new name here.
const NAME = "notes-{{boot_js}}";
// The coach's full weights, if somebody asked for them in the settings. They outlast a release, and are never fetched from here.
const MORE = "notes-more";
const FILES = ["./", "./{{app_js}}", "./{{app_wasm}}", "./{{slow_js}}", "./{{slow_wasm}}", "./{{worker_js}}", "./{{reader_js}}", "./{{read_js}}", "./{{read_wasm}}", "./{{light}}", "./{{boot_js}}", "./{{leave_js}}", "./{{style}}", "./{{icon}}"];

addEventListener("install", (event) => event.waitUntil(caches.open(NAME).then((it) => it.addAll(FILES)).then(() => skipWaiting())));
addEventListener("activate", (event) =>
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((it) => it !== NAME && it !== MORE).map((it) => caches.delete(it)))).then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  // The document comes from the network where there is one, so that a new release is seen; files are named by their content. A server
  // that is broken answers too, or whatever stands before it does: Help must open all the same.
  if (event.request.mode === "navigate") {
    const kept = () => caches.match("./");
    event.respondWith(fetch(event.request).then(async (it) => (it.status >= 500 && (await kept())) || it, kept));
  } else {
    event.respondWith(caches.match(event.request).then((hit) => hit || fetch(event.request)));
  }
});
