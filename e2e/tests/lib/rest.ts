// What a page still has before it, so that a test can wait for the end of it instead of for a time: short timers (typing rests before it is
// kept and read), readings that the coach owes, writings to the device, questions to the server.
import type { BrowserContext, Page } from "@playwright/test";

/** Longer timers are those of schedules. */
const TIMER_MS_MAX = 2000;

type World = { busy: Set<unknown>; started: number };

/** Before anything of the page runs. */
export async function watch(context: BrowserContext): Promise<void> {
  await context.addInitScript((max) => {
    const world = globalThis as unknown as World;
    if (world.busy) return;
    world.busy = new Set();
    world.started = 0;
    const { busy } = world;
    const [set, clear, ask] = [setTimeout.bind(globalThis), clearTimeout.bind(globalThis), fetch.bind(globalThis)];
    const timers = new Map<number, object>();
    const away = (token: object) => set(() => busy.delete(token), 0);

    globalThis.setTimeout = ((run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
      const token = {};
      const id = set(() => { timers.delete(id); try { run(...given); } finally { away(token); } }, ms) as unknown as number;
      if (ms <= max) { busy.add(token); timers.set(id, token); }
      return id;
    }) as unknown as typeof setTimeout;
    globalThis.clearTimeout = ((id: number) => { busy.delete(timers.get(id)); timers.delete(id); clear(id); }) as typeof clearTimeout;

    globalThis.fetch = async (...given) => {
      const token = {};
      busy.add(token);
      try { return await ask(...given); } finally { away(token); }
    };
    const body = Response.prototype.arrayBuffer;
    Response.prototype.arrayBuffer = async function () {
      const token = {};
      busy.add(token);
      try { return await body.call(this); } finally { away(token); }
    };

    // What a worker owes, by the number of the draft.
    const owed = new WeakMap<Worker, Map<unknown, object>>();
    const made = Worker;
    globalThis.Worker = new Proxy(made, {
      construct(of, given) {
        const worker = new of(...(given as [string]));
        owed.set(worker, new Map());
        worker.addEventListener("message", ({ data }) => {
          if (typeof data !== "string") return;
          const told = JSON.parse(data) as { id?: number; full?: unknown };
          // The last thing a coach says when it starts.
          if (told.full) world.started++;
          const token = owed.get(worker)?.get(told.id);
          if (token) away(token);
        });
        return worker;
      },
    });
    const post = made.prototype.postMessage as (...given: unknown[]) => void;
    made.prototype.postMessage = function (this: Worker, ...given: unknown[]) {
      const { id, draft } = (given[0] ?? {}) as { id?: number; draft?: string };
      if (draft !== undefined) {
        const token = {};
        owed.get(this)?.set(id, token);
        busy.add(token);
      }
      post.apply(this, given);
    };
    const end = made.prototype.terminate;
    made.prototype.terminate = function () {
      for (const token of owed.get(this)?.values() ?? []) busy.delete(token);
      end.call(this);
    };

    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...given) {
      const transaction = begin.apply(this, given);
      if (given[1] === "readwrite") {
        const token = {};
        busy.add(token);
        for (const done of ["complete", "abort"]) transaction.addEventListener(done, () => away(token));
      }
      return transaction;
    };
  }, TIMER_MS_MAX);
}

/** Until nothing is before the page any more. */
export async function rest(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as unknown as World).busy.size === 0);
}

/** Until a coach has started so many times. */
export async function coachStarted(page: Page, times: number): Promise<void> {
  await page.waitForFunction((n) => (globalThis as unknown as World).started >= n, times);
}
