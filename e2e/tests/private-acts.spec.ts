// Safety rule 1 in real browsers: two runs that differ only in what Sam does privately look the same to whoever runs the server.
// Something private that happens in the browser only gets a line in `privately`.
import { type Browser, expect, test } from "@playwright/test";
import { type Person, pair } from "./lib/person";
import { Server } from "./lib/server";

/** Method, route without its ids and versions, status, and length of what was sent, in order. */
function listen(person: Person, into: string[]): () => Promise<void> {
  const pending: Promise<void>[] = [];
  person.page.on("requestfinished", (request) => {
    const at = into.push("") - 1;
    pending.push((async () => {
      const route = new URL(request.url()).pathname.replace(/[0-9a-f]{32}/g, "*");
      into[at] = `${request.method()} ${route} ${(await request.response())?.status()} ${request.postDataBuffer()?.length ?? 0}`;
    })());
  });
  person.page.on("requestfailed", (it) => into.push(`${it.method()} ${it.url()} failed`));
  person.page.on("websocket", (it) => it.on("framesent", (frame) => into.push(`frame ${frame.payload.length}`)));
  return async () => { await Promise.all(pending); };
}

/** The clock stands still, so that what happens now and then happens in both runs at the same moments. */
const still = (person: Person) => person.page.evaluate(() => {
  const at = Date.now();
  Date.now = () => at + Number((globalThis as unknown as { passedMs?: number }).passedMs ?? 0);
  const Shifted = Date;
  globalThis.Date = new Proxy(Shifted, { construct: (of, args) => (args.length === 0 ? new of(Shifted.now()) : new of(...(args as [number]))) });
});

const pass = (person: Person, ms: number) => person.page.evaluate((by) => {
  const world = globalThis as unknown as { passedMs?: number };
  world.passedMs = (world.passedMs ?? 0) + by;
  dispatchEvent(new Event("pointerdown"));
}, ms);

/** A minute passes, and all that the schedule asks in it is answered. To read what is new is the last of it. */
async function minute(person: Person): Promise<void> {
  const read = person.page.waitForResponse((it) => /\/entries\?after=/.test(it.url()));
  await pass(person, 61_000);
  await (await read).finished();
  await person.rest();
}

async function privately(person: Person): Promise<void> {
  await person.place("Help");
  await person.press("Back");
  await person.place("Learn");
  await person.press(/See a therapist/);
  await person.place("Together");
  await person.press(/^Kind words/);
  await person.write("Something I am glad you did", "only for me ".repeat(30));
  await person.place("Together");
  await person.press(/^Steps/);
  await person.press("Promise a step");
  await person.write("What I will do", "only for me, too");
  // The coach reads along, is asked, and is told to be quiet.
  await person.place("Together");
  await person.press(/^Letters/);
  await person.press("Write a letter");
  await person.press("I am not alone right now");
  await person.press("Begin");
  await person.write("What I did", "I'm sorry if you were hurt, but you made me do it. He will kill me if I leave.");
  await expect(person.page.locator(".note").first()).toBeVisible();
  await person.press("Never this kind");
  await person.press("Read it through");
  await person.place("Together");
  await person.press(/^Listen/);
  await person.press(/^Practise alone/);
  await person.press(/^Hidden debts/);
  await person.write("Say it back in your own words", "I know how you feel. When my dad lost his job I also lay awake for weeks.");
  await expect(person.page.locator(".note").first()).toBeVisible();
  await person.place("Together");
  await person.press(/^Kind words/);
  await person.press("Read it with me");
  await expect(person.page.getByText("It reads along now.", { exact: false })).toBeVisible();
  await person.place("Mine");
  await person.press(/^Settings/);
  await person.page.getByLabel("Use the coach").uncheck();
  await person.place("Mine");
  await person.press(/^Look back/);
  await person.place("Mine");
  await person.press(/^Settings/);
  await person.page.getByLabel(/Things I do alone/).check();
  await person.place("Today");
}

async function live(browser: Browser, isPrivate: boolean): Promise<{ sam: string[]; noor: string[] }> {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await sam.press("To your space");
  await noor.press("To your space");
  const heard = { sam: [] as string[], noor: [] as string[] };
  await still(sam);
  await still(noor);
  // What pairing still had to send is sent: one question goes at a time, and those of the schedule are the last.
  for (const person of [sam, noor]) await minute(person);
  for (const person of [sam, noor]) await person.rest();
  const settled = [listen(sam, heard.sam), listen(noor, heard.noor)];
  if (isPrivate) await privately(sam);
  await sam.rest();
  expect(heard, "a private act starts no request").toEqual({ sam: [], noor: [] });
  for (let n = 0; n < 4; n++) for (const person of [sam, noor]) await minute(person);
  await Promise.all(settled.map((it) => it()));
  await server.stop();
  return heard;
}

test("whoever runs the server sees the same, whatever Sam does privately", async ({ browser }) => {
  const silent = await live(browser, false);
  const busy = await live(browser, true);
  expect(silent.sam.filter((it) => it.startsWith("PUT /api/v1/vault 200")).length, "the vault went out").toBeGreaterThan(1);
  expect(busy.sam).toEqual(silent.sam);
  expect(busy.noor).toEqual(silent.noor);
});
