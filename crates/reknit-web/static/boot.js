// Starts the app, and lends it what has no binding: a lock so that one tab at a time writes on this device.
import init from "./{{app_js}}";

globalThis.notesWorker = "./{{worker_js}}";
globalThis.notesReader = "./{{reader_js}}";
globalThis.notesHold = () =>
  new Promise((resolve) => {
    if (!navigator.locks || globalThis.notesRelease) return resolve(true);
    navigator.locks.request("notes", { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? null : new Promise((release) => {
        globalThis.notesRelease = () => { globalThis.notesRelease = undefined; release(); };
      });
    });
  });
globalThis.notesKeepOffline = (wanted) => {
  if (!("serviceWorker" in navigator)) return;
  if (wanted) {
    navigator.serviceWorker.register("./sw.js");
    return;
  }
  // What was put here for times without a connection goes. The browser's own cache and history stay, and show that the app was here.
  navigator.serviceWorker.getRegistrations().then((all) => all.forEach((it) => it.unregister()));
  caches.keys().then((all) => all.forEach((it) => caches.delete(it)));
};

init({ module_or_path: "./{{app_wasm}}" }).catch(() => {
  document.documentElement.classList.add("failed");
});
