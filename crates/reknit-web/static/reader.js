// The coach, off the page, so that a keystroke never waits for it. Started after every unlock, and ended when the account is locked: what it
// was given to read is gone then.
//
// It fetches its code and the light weights by itself, the same way every time. The full weights come only when somebody asks for them in the
// settings, in pieces that are checked and kept on a device of one's own; what is there already is not asked for again (docs/adr/0013).
import init, { Coach } from "./{{read_js}}";

const KEPT = "notes-more";
const PIECES = {{full}};
const BYTES = {{full_bytes}};

let coach;
let own = false;
let stopping;
const full = { state: "none", got: 0, of: PIECES.length, bytes: BYTES };

const tell = (it) => postMessage(JSON.stringify(it));
const tellFull = (state) => tell({ full: Object.assign(full, { state }) });

async function whole(reply) {
  if (!reply.ok) throw new Error("not there");
  return new Uint8Array(await reply.arrayBuffer());
}

async function start(mine) {
  own = mine;
  // What is on its way to the person comes first.
  const light = fetch("./{{light}}", { priority: "low" }).then(whole);
  light.catch(() => {});
  await init({ module_or_path: "./{{read_wasm}}" });
  const made = new Coach();
  made.load(await light);
  coach = made;
  tell({ ready: true });
  // Some browsers have no place to keep it, and some have one and refuse it.
  if (own && globalThis.caches) await look().catch((error) => tellFull(error.name === "SecurityError" ? "unable" : "failed"));
  else tellFull("unable");
}

/** What is kept here, without a request. Weights of another release rest until the new ones are asked for. */
async function look() {
  if (!(await caches.has(KEPT))) return tellFull("none");
  const cache = await caches.open(KEPT);
  const here = (await cache.keys()).map((it) => it.url);
  full.got = PIECES.filter((it) => here.includes(new URL(it, location.href).href)).length;
  if (full.got < PIECES.length) return tellFull(full.got ? "part" : here.length ? "old" : "none");
  await use(cache);
}

async function use(cache) {
  const bytes = new Uint8Array(BYTES);
  let at = 0;
  for (const name of PIECES) {
    const piece = await whole(await cache.match(name));
    bytes.set(piece, at);
    at += piece.length;
  }
  coach.load(bytes);
  tellFull("here");
}

/** Names hold the beginning of a hash: what a line or somebody on it has changed is not kept. */
async function fits(name, bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = [...hash.subarray(0, 8)].map((it) => it.toString(16).padStart(2, "0")).join("");
  return name.endsWith(`-${hex}.bin`);
}

async function fetchFull() {
  if (!coach || !own || stopping) return;
  stopping = new AbortController();
  const { signal } = stopping;
  try {
    const cache = await caches.open(KEPT);
    const wanted = PIECES.map((it) => new URL(it, location.href).href);
    for (const old of await cache.keys()) if (!wanted.includes(old.url)) await cache.delete(old);
    full.got = 0;
    for (const name of PIECES) {
      if (!(await cache.match(name))) {
        const piece = await whole(await fetch(`./${name}`, { cache: "no-store", signal }));
        if (!(await fits(name, piece))) throw new Error("not what it should be");
        await cache.put(name, new Response(piece));
      }
      full.got += 1;
      if (signal.aborted) return;
      tellFull("coming");
    }
    await use(cache);
  } catch (error) {
    if (!signal.aborted) tellFull(error.name === "QuotaExceededError" ? "no_room" : "failed");
  } finally {
    stopping = undefined;
  }
}

async function remove() {
  stopping?.abort();
  coach?.forget_full();
  await caches.delete(KEPT);
  full.got = 0;
  tellFull("none");
}

onmessage = async ({ data }) => {
  if ("start" in data) {
    await start(data.start).catch(() => tell({ ready: false }));
  } else if (data.full === "fetch") {
    await fetchFull();
  } else if (data.full === "remove") {
    await remove().catch(() => tellFull("failed"));
  } else {
    let reading;
    try {
      reading = coach?.read(data.draft, data.light === true);
    } catch {
      // Silence is the worst that may come of it.
    }
    tell({ id: data.id, reading: reading ? JSON.parse(reading) : null });
  }
};
