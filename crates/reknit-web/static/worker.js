// OPAQUE and Argon2id, off the page. Dropped after use: WebAssembly memory never shrinks.
import init, { run } from "./{{slow_js}}";

const ready = init({ module_or_path: "./{{slow_wasm}}" });

onmessage = async (event) => {
  try {
    await ready;
    postMessage({ id: event.data.id, outcome: run(event.data.job) });
  } catch {
    postMessage({ id: event.data.id, outcome: null });
  }
};
