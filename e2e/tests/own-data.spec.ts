// One's own data: Quiet, a copy of everything, leaving, deleting. In all of it the other is answered and sees as before.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { pair, Person } from "./lib/person";
import { Server } from "./lib/server";

const BIN = process.env.REKNIT_BIN ?? "../target/release/reknit";

async function settings(person: Person): Promise<void> {
  await person.place("Mine");
  await person.press(/^Settings/);
}

async function say(person: Person, words: string): Promise<void> {
  await person.place("Together");
  await person.press(/^Kind words/);
  await person.write("Something I am glad you did", words);
  await person.press("Send it");
  await expect(person.page.getByText(words)).toBeVisible();
  await expect(person.page.getByText("Waits to be sent")).toHaveCount(0);
}

/** Everything the relay answers on reading and writing the space, without the time it takes. */
function listen(page: Page): string[] {
  const heard: string[] = [];
  page.on("response", async (it) => {
    const url = new URL(it.url());
    if (!/\/spaces\//.test(url.pathname)) return;
    const bytes = await it.body().catch(() => Buffer.alloc(0));
    const body = it.request().method() === "GET" ? bytes.toString("base64") : "";
    heard.push(`${it.request().method()} ${url.pathname}${url.search} ${it.status()} ${body}`);
  });
  return heard;
}

/** What a person sees in Together and its views. */
async function seen(person: Person): Promise<string[]> {
  const all: string[] = [];
  await person.place("Together");
  all.push(await person.page.locator("#main").innerText());
  await person.press(/^Kind words/);
  await expect(person.page.getByText("From Noor").or(person.page.getByText("From Sam")).first()).toBeVisible();
  all.push(await person.page.locator("#main").innerText());
  return all;
}

/** One turn of the fixed schedule. */
async function aMinute(person: Person, heard: string[]): Promise<string[]> {
  heard.length = 0;
  const read = person.page.waitForResponse((it) => /\/entries\?after=/.test(it.url()));
  await person.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await read;
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  return [...heard];
}

test("what comes in Quiet waits unseen, and is there afterwards", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await say(noor, "before Quiet");
  await settings(sam);
  await sam.press(/^Quiet/);
  await sam.press("Turn Quiet on");
  await expect(sam.page.getByText("Quiet is on.")).toBeVisible();
  await sam.accessible();
  await say(noor, "during Quiet");
  await sam.place("Together");
  await sam.press(/^Kind words/);
  await expect(sam.page.getByText("before Quiet")).toBeVisible();
  await say(sam, "mine all the same");
  await expect(noor.page.getByText("mine all the same")).toBeVisible();
  await expect(sam.page.getByText("during Quiet")).toHaveCount(0);
  await settings(sam);
  await sam.press(/^Quiet/);
  await sam.press("Turn Quiet off");
  await sam.place("Together");
  await sam.press(/^Kind words/);
  await expect(sam.page.getByText("during Quiet")).toBeVisible();
  await server.stop();
});

test("a copy of everything is made without a request and can be checked", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await say(noor, "words of Noor");
  await say(sam, "words of Sam");
  await settings(sam);
  await sam.press(/^A copy of everything/);
  await sam.accessible();
  const asked: string[] = [];
  sam.page.on("request", (it) => {
    // The fixed schedule goes on; nothing else may.
    if (!/^blob:/.test(it.url()) && !/\/(account|vault|entries|mailboxes)/.test(it.url())) asked.push(it.url());
  });
  const [json] = await Promise.all([sam.page.waitForEvent("download"), sam.press("Save it so that it can be checked")]);
  expect(json.suggestedFilename()).toMatch(/^notes-\d{4}-\d\d-\d\d\.json$/);
  const file = join(server.folder, "copy.json");
  await json.saveAs(file);
  const found = execFileSync(BIN, ["verify-export", file]).toString();
  expect(found).toContain("the words are those that were signed");
  expect(found).toContain("What this does not show");
  const words = execFileSync(BIN, ["verify-export", file, "--words"]).toString();
  expect(words).toContain("words of Noor");
  expect(words).toContain("words of Sam");
  writeFileSync(file, readFileSync(file, "utf8").replace("words of Noor", "words of Nobody"));
  expect(() => execFileSync(BIN, ["verify-export", file], { stdio: "pipe" })).toThrow(/not those that were signed/);

  const [text] = await Promise.all([sam.page.waitForEvent("download"), sam.press("Save it as a text")]);
  expect(text.suggestedFilename()).toMatch(/^notes-.*\.md$/);
  await sam.press("Read it or print it");
  await sam.sees("Notes");
  await expect(sam.page.getByText("words of Noor")).toBeVisible();
  await sam.accessible();
  expect(await sam.page.title()).not.toMatch(/export|copy|evidence|partner/i);
  expect(asked).toEqual([]);

  // The same from the command, with the passphrase from standard input.
  const { handle, passphrase } = sam.account;
  const said = execFileSync(BIN, ["export", "--relay", server.url, "--handle", handle, "--into", server.folder], {
    input: `${passphrase}\n`,
  }).toString();
  const made = /(\S+\.json)/.exec(said)?.[1] ?? "";
  expect(execFileSync(BIN, ["verify-export", made, "--words"]).toString()).toContain("words of Noor");
  await server.stop();
});

test("leaving and deleting: nobody is told", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await say(sam, "words of Sam");
  await say(noor, "words of Noor");
  const heard = listen(noor.page);
  const before = { sees: await seen(noor), hears: await aMinute(noor, heard) };

  await settings(sam);
  await sam.press(/^Leave this space/);
  await sam.sees("A few questions for you alone");
  await sam.press("I am not alone right now");
  await sam.sees("Leave this space");
  await expect(sam.page.getByText("Whoever runs the server can see that this was done")).toBeVisible();
  await sam.accessible();
  await sam.write("Passphrase now", "not the right words at all");
  await sam.press("Leave this space");
  await expect(sam.page.getByRole("alert").getByText(/passphrase/i)).toBeVisible();
  await sam.write("Passphrase now", sam.account.passphrase);
  await sam.press("Leave this space");
  await sam.sees("You have left the space");
  await sam.press("All right");
  await sam.place("Together");
  await expect(sam.page.getByText("words of")).toHaveCount(0);
  await expect(sam.page.getByRole("button", { name: "Invite someone" })).toBeVisible();

  expect(await aMinute(noor, heard)).toEqual(before.hears);
  expect(await seen(noor)).toEqual(before.sees);
  await say(noor, "are you there?");

  // Sam goes too; for Noor it stays as it is.
  const now = { sees: await seen(noor), hears: await aMinute(noor, heard) };
  await settings(sam);
  await sam.press(/^Delete my account/);
  await sam.press("I am not alone right now");
  await sam.sees("Delete my account");
  await sam.write("Passphrase now", sam.account.passphrase);
  await sam.press("Delete my account");
  await expect(sam.page.locator("html")).toHaveAttribute("data-view", "landing");
  // One line says that it is done, and goes with the next view.
  const done = sam.page.locator("#landing").getByText("Done. Your account, keys and private notes are gone");
  await expect(done).toBeVisible();
  await sam.accessible();
  expect(await aMinute(noor, heard)).toEqual(now.hears);
  expect(await seen(noor)).toEqual(now.sees);
  await sam.press("Sign in");
  await expect(done).toHaveCount(0);
  await sam.write("Name for signing in", sam.account.handle);
  await sam.write("Passphrase", sam.account.passphrase);
  await sam.press("Sign in");
  await expect(sam.page.getByRole("alert").getByText(/do not fit/i)).toBeVisible();
  await server.stop();
});

test("taken off this device only: the server hears what it hears when somebody locks", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp({ own: true });
  await sam.press("I am not alone right now");
  await settings(sam);
  await sam.press(/^Delete my account/);
  await sam.press("I am not alone right now");
  await sam.sees("Delete my account");
  await sam.page.getByText("Take it off this device only", { exact: true }).click();
  await sam.accessible();
  const before = sam.requests.length;
  await sam.press("Take it off this device");
  await expect(sam.page.locator("html")).toHaveAttribute("data-view", "landing");
  await expect.poll(() => sam.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  const asked = sam.asked(before);
  expect(asked.filter((it) => !/^(PUT|GET) \/api\/v1\/vault$/.test(it)), asked.join(", ")).toEqual([]);
  // Nothing is lost but the copy.
  await sam.signIn(sam.account);
  await server.stop();
});

test("the copy of another account is never written over or thrown away", async ({ browser }) => {
  const server = await Server.start();
  const noor = await Person.arrive(browser, server.url);
  await noor.signUp();
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp({ own: true });
  await sam.press("I am not alone right now");
  await sam.sees(/One small thing/);
  const mine = { ...sam.account };
  await sam.page.reload();
  await sam.ready();
  await sam.sees("Locked");
  // As one's own it is refused, with words; as on a device of others it is let be.
  await sam.press("Sign in with a name");
  await sam.write("Name for signing in", noor.account.handle);
  await sam.write("Passphrase", noor.account.passphrase);
  await sam.choose("Yes, only I use it");
  await sam.press("Sign in");
  await expect(sam.page.getByRole("alert").getByText(/A locked copy of another account/)).toBeVisible();
  await sam.choose("No, or I am not sure");
  await sam.press("Sign in");
  await sam.sees(/One small thing/);
  await sam.page.reload();
  await sam.ready();
  await sam.unlock(mine.passphrase);
  await settings(sam);
  await expect(sam.page.getByText(mine.handle)).toBeVisible();
  await server.stop();
});

test("signing the others out asks for the passphrase and ends them", async ({ browser }) => {
  const server = await Server.start();
  const here = await Person.arrive(browser, server.url);
  await here.signUp();
  await here.press("I am not alone right now");
  const there = await Person.arrive(browser, server.url);
  await there.signIn(here.account);
  await settings(here);
  await expect(here.page.getByText(/whoever runs it can notice that somebody looked/)).toBeVisible();
  await here.page.route("**/api/v1/sessions", (it) => it.fulfill({ status: 500 }), { times: 1 });
  await here.press("Show where I am signed in");
  await expect(here.page.getByText("The list did not come.")).toBeVisible();
  await here.press("Try again");
  await expect(here.page.getByText(/^Another device or tab/)).toBeVisible();
  await here.press(/^Sign the others out/);
  await here.write("Passphrase now", here.account.passphrase);
  await here.choose(/No, I will keep the passphrase/);
  await here.press("Sign the others out");
  await here.sees("The others are signed out");
  await there.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(there.page.getByText(/You are signed out here/)).toBeVisible();
  await server.stop();
});
