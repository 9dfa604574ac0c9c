// Listening: in writing on two phones, aloud on one, and alone.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { pair, Person } from "./lib/person";
import { Server } from "./lib/server";

const SAM = { handle: "quiet-maple-214", passphrase: "meadow lantern copper window thirty", code: "" };
const SHOTS = "../target/e2e/shots";

test.beforeAll(() => { mkdirSync(SHOTS, { recursive: true }); });

async function look(person: Person, name: string): Promise<void> {
  await person.accessible();
  const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, "nothing is cut off at the side").toBeLessThanOrEqual(0);
  await person.page.screenshot({ path: `${SHOTS}/listen-${name}.png`, fullPage: true });
}

async function hub(person: Person): Promise<void> {
  await person.place("Together");
  await person.press(/^Listen/);
  await person.sees("Listen");
}

async function open(person: Person, topic: string): Promise<void> {
  await hub(person);
  await person.press(new RegExp(`^${topic}`));
  await expect(person.heading(topic).or(person.button("I am not alone right now"))).toBeVisible();
  if (await person.button("I am not alone right now").isVisible()) await person.press("I am not alone right now");
  await person.sees(topic);
}

async function say(person: Person, label: string, words: string): Promise<void> {
  await person.write(label, words);
  await person.press("Say it");
  await expect(person.page.getByText(words)).toBeVisible();
}

async function answer(person: Person, label: string): Promise<void> {
  await person.choose(label);
  await person.press("Say it");
}

/** How many entries the relay holds without a body: header and signature are 258 bytes. */
function withoutBody(server: Server): number {
  const script = "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('select count(*) from entries where length(envelope) = 258').fetchone()[0])";
  return Number(execFileSync("python3", ["-c", script, join(server.folder, "relay.sqlite")]).toString());
}

/** The private part as the device keeps it, sealed. */
function kept(person: Person): Promise<string> {
  return person.page.evaluate(() => new Promise<string>((resolve) => {
    const opening = indexedDB.open("notes");
    opening.onsuccess = () => {
      const store = opening.result.transaction("notes").objectStore("notes");
      const keys = store.getAllKeys();
      keys.onsuccess = () => {
        const name = keys.result.find((it) => String(it).endsWith("/private"));
        const read = store.get(name!);
        read.onsuccess = () => { resolve(String(read.result)); opening.result.close(); };
      };
    };
  }));
}

test("in writing, on two phones: step by step, offline, after a reload, and its words are let go", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url, true);
  await sam.press("To your space");
  await noor.press("To your space");
  const topic = "The evening on the stairs";

  await hub(sam);
  await look(sam, "apart-00-hub");
  await sam.press(/^In writing/);
  await sam.press("I am not alone right now");
  await sam.write("The one thing it is about", topic);
  await look(sam, "apart-01-offer");
  await sam.press("Offer it");
  await open(sam, topic);
  await expect(sam.page.getByText("You offered this talk")).toBeVisible();
  await look(sam, "apart-02-offered");

  await expect.poll(async () => { await hub(noor); return noor.button(new RegExp(`^${topic}`)).count(); }).toBe(1);
  await open(noor, topic);
  if (await noor.button("I understand").isVisible()) await noor.press("I understand");
  await look(noor, "apart-03-invited");
  await noor.press("Join it");

  await sam.write("Tell one short piece", "The door fell shut and I stood there.");
  await look(sam, "apart-04-telling");
  await sam.press("Say it");
  await expect(noor.page.getByText("The door fell shut and I stood there.")).toBeVisible();
  // Looking at it, and asking, are the other's: nothing on the first phone says whether they have looked.
  const before = await sam.page.locator("#app main").innerText();
  await noor.press("Ask something first");
  await noor.write("Ask, to understand", "What was the hardest part?");
  expect(await sam.page.locator("#app main").innerText()).toBe(before);
  await noor.press("Say it");
  await say(sam, "Answer the question", "That nobody came after me.");

  // Without a line: it waits on this phone, and arrives later.
  await expect(noor.page.getByText("That nobody came after me.")).toBeVisible();
  await noor.context.setOffline(true);
  await say(noor, "Say it back in your own words", "You stood outside and waited for me.");
  await expect(noor.page.getByText(/waits on this device/)).toBeVisible();
  await noor.context.setOffline(false);
  await expect(sam.page.getByText("You stood outside and waited for me.")).toBeVisible();

  // What is being written survives a reload.
  await sam.choose("Partly");
  const was = await kept(sam);
  await sam.write("What was missing", "And I was ashamed.");
  await look(sam, "apart-05-answering");
  await expect.poll(() => kept(sam)).not.toBe(was);
  await sam.page.reload();
  await sam.ready();
  await sam.unlock();
  await open(sam, topic);
  await sam.choose("Partly");
  await expect(sam.page.getByLabel("What was missing")).toHaveValue("And I was ashamed.");
  await sam.press("Say it");
  await noor.page.goBack();
  await open(noor, topic);
  await say(noor, "Say it back in your own words", "You waited, and you were ashamed.");
  await expect(sam.page.getByText("You waited, and you were ashamed.")).toBeVisible();
  await answer(sam, "That's it");

  // A break, called by one while the other writes; both see that there is one, and the field is left alone.
  await noor.write("Make sense of it", "I can");
  await sam.press("I need a break");
  await look(sam, "apart-06-break");
  await sam.press("Take the break");
  await expect(noor.page.getByText(/^A break/).first()).toBeVisible();
  await expect(noor.page.getByLabel("Make sense of it")).toBeFocused();
  await look(noor, "apart-07-paused");
  await say(noor, "Make sense of it", "I can see why, because I had closed it.");
  await say(noor, "Name the feeling", "Was it lonely?");

  await say(noor, "Tell one short piece", "I was afraid to open it again.");
  await expect(sam.page.getByText("I was afraid to open it again.")).toBeVisible();
  await say(sam, "Say it back in your own words", "You were afraid.");
  await expect(noor.page.getByText("You were afraid.")).toBeVisible();
  await answer(noor, "That's it");
  await say(sam, "Make sense of it", "It makes sense, because I had shouted.");
  await say(sam, "Name the feeling", "Were you frightened of me?");
  // Both close at once.
  await sam.write("One thing I take away", "You were afraid too.");
  await noor.write("One thing I take away", "You waited.");
  await Promise.all([sam.press("Say it"), noor.press("Say it")]);
  await expect(sam.page.getByText("The talk has ended")).toBeVisible();
  await expect(noor.page.getByText("The talk has ended")).toBeVisible();
  await look(sam, "apart-08-over");

  // One keeps; the other sees nothing of it, and lets go.
  const there = await noor.page.locator("#app main").innerText();
  await sam.press("Keep the words");
  await expect(sam.page.getByText("You would keep them.")).toBeVisible();
  await expect.poll(() => sam.page.getByText(/waits/).count()).toBe(0);
  expect(await noor.page.locator("#app main").innerText()).toBe(there);
  expect(withoutBody(server)).toBe(0);
  await noor.press("Let them go");
  await noor.press("Drop them for both");
  for (const person of [sam, noor]) {
    await expect(person.page.getByText("This talk is not here any more.")).toBeVisible();
    await expect(person.page.getByText("The door fell shut and I stood there.")).toHaveCount(0);
  }
  await look(sam, "apart-09-gone");
  // Sam's app answers nothing by itself, so that nobody can ask it whether Sam is there; beside Sam's next words it lists what was let go.
  // Then every entry of the talk but the letting-go has lost its body.
  expect(withoutBody(server)).toBe(0);
  await sam.place("Together");
  await sam.press(/^Kind words/);
  await sam.write("Something I am glad you did", "You stayed until the end.");
  await sam.press("Send it");
  await expect.poll(() => withoutBody(server)).toBeGreaterThanOrEqual(18);
  await server.stop();
});

for (const [kind, options] of [
  ["phone", {}],
  ["phone-dark", { colorScheme: "dark" }],
  ["desk", { viewport: { width: 1280, height: 860 } }],
] as const) {
  test(`aloud, with one phone between two people: a closed screen, at a ${kind}`, async ({ browser }) => {
    const server = await Server.demo();
    const sam = await Person.arrive(browser, server.url, options);
    await sam.press("Sign in");
    await sam.signIn(SAM);
    await hub(sam);
    await look(sam, `${kind}-00-hub`);
    await sam.press(/^Spoken/);
    await sam.sees("Before you begin");
    await look(sam, `${kind}-01-before`);
    await sam.press("Put the phone between you");

    // The account is locked underneath: no way into it, also not back.
    const near = sam.page.getByRole("region", { name: "Your side" });
    const far = sam.page.getByRole("region", { name: "The other side" });
    await expect(near.getByText("Speak", { exact: true })).toBeVisible();
    await expect(sam.page.getByRole("navigation")).toHaveCount(0);
    await expect(sam.button("Leave this page")).toBeVisible();
    await look(sam, `${kind}-02-telling`);
    await near.getByRole("button").click();
    await expect(far.getByText("Ask", { exact: true })).toBeVisible();
    await look(sam, `${kind}-03-asking`);
    for (let at = 0; at < 3; at++) {
      await sam.page.evaluate(() => history.back());
      await expect(far.getByText("Ask", { exact: true })).toBeVisible();
    }
    await expect(sam.page.locator("#app").getByText("You and Noor")).toHaveCount(0);
    const quiet = sam.requests.length;

    await far.getByRole("button").click();
    await expect(far.getByText("Say it back", { exact: true })).toBeVisible();
    await far.getByRole("button").click();
    await expect(near.getByText("Is that it?")).toBeVisible();
    await look(sam, `${kind}-04-answering`);
    await near.getByRole("button", { name: "Not yet" }).click();
    await expect(near.getByText("What else")).toBeVisible();
    await near.getByRole("button").click();
    await far.getByRole("button").click();
    await near.getByRole("button", { name: "That's it" }).click();

    await sam.press("Break");
    await sam.sees("A break");
    await sam.press("in twenty minutes");
    await expect(sam.page.getByText(/^Back at \d\d:\d\d$/)).toBeVisible();
    await look(sam, `${kind}-05-break`);
    await sam.press("Help");
    await sam.press("Back");
    await sam.press("Go on");

    await expect(far.getByText("Make sense", { exact: true })).toBeVisible();
    for (const half of [far, far, far, near, near]) await half.getByRole("button").click();
    await far.getByRole("button", { name: "That's it" }).click();
    for (const half of [near, near, near]) await half.getByRole("button").click();
    await expect(far.getByText("One thing", { exact: true })).toBeVisible();
    await far.getByRole("button").click();
    await sam.sees("That was it");
    await look(sam, `${kind}-06-after`);
    expect(sam.requests.length, "nothing is said to anybody").toBe(quiet);
    await sam.press("Close");
    await sam.sees("Locked");
    await sam.write("Passphrase", SAM.passphrase);
    await sam.press("Unlock");
    await sam.sees(/One small thing/);
    await server.stop();
  });
}

test("alone: what is said back is kept for oneself and starts no request", async ({ browser }) => {
  const server = await Server.demo();
  const sam = await Person.arrive(browser, server.url);
  await sam.press("Sign in");
  await sam.signIn(SAM);
  await hub(sam);
  await sam.press(/^Practise alone/);
  await expect(sam.page.locator(".sheet.lead")).toHaveCount(12);
  await look(sam, "rehearsal-00-list");
  await sam.press(/^Hidden debts/);
  const quiet = sam.asked().filter((it) => !/vault|wake|account|entries/.test(it)).length;
  await sam.write("Say it back in your own words", "You found it by accident, and felt left out.");
  await sam.press("Look at what it holds");
  await expect(sam.page.getByText("I only wanted to spare you.")).toBeVisible();
  await look(sam, "rehearsal-01-page");
  await sam.press("The next one");
  await sam.sees("A lie");
  expect(sam.asked().filter((it) => !/vault|wake|account|entries/.test(it)).length).toBe(quiet);
  await sam.lock();
  await sam.unlock();
  await hub(sam);
  await sam.press(/^Practise alone/);
  await sam.press(/^Hidden debts/);
  await expect(sam.page.getByLabel("Say it back in your own words")).toHaveValue("You found it by accident, and felt left out.");
  await server.stop();
});
