// A letter: written part by part, put away, sent by whichever device is open, opened in private, answered or not.
import { expect, test } from "@playwright/test";
import { pair, Person } from "./lib/person";
import { Server } from "./lib/server";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function letters(person: Person): Promise<void> {
  await person.place("Together");
  await person.press(/^Letters/);
  await person.sees("Letters");
}

/** To the first part, through the private questions. */
async function begin(person: Person): Promise<void> {
  await letters(person);
  await person.press("Write a letter");
  await person.press("I am not alone right now");
  await person.sees("A letter");
  await person.press("Begin");
}

/** Writes a part and goes on. An empty one is left out. */
async function part(person: Person, title: string, text: string): Promise<void> {
  await person.sees(title);
  if (text) await person.write(/^(What I did|What I think it did to you|That it was mine|I will|That I am sorry|How it came about|What I will do differently)$/, text);
  await person.press(title === "Asking for forgiveness" ? "Read it through" : "Next");
}

async function writeAll(person: Person, did: string): Promise<void> {
  await part(person, "What I did", did);
  await part(person, "What it did to you", "You stopped singing.");
  await part(person, "That it was mine", "I had a choice each time.");
  await part(person, "An offer to mend something", "I pay 50 back on Fridays.");
  await part(person, "That I am sorry", "");
  await part(person, "How it came about", "");
  await part(person, "What will change", "");
  await part(person, "Asking for forgiveness", "");
  await person.sees("Your letter");
}

async function putAway(person: Person, when: string): Promise<void> {
  await person.press("Choose a time for it");
  await expect(person.button("I understand").or(person.heading("When should it go?")).first()).toBeVisible();
  if (await person.button("I understand").isVisible()) await person.press("I understand");
  await person.sees("When should it go?");
  await person.choose(when);
  await person.press("Send it then");
  await person.sees("Your letter waits");
}

test("written in parts, through a reload and without a line, and taken back in time", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url, true);
  await begin(sam);
  await sam.accessible();
  await part(sam, "What I did", "I hid a debt of 900.");
  await sam.sees("What it did to you");
  await sam.write("What I think it did to you", "You lay awake.");
  await sam.rest();
  await sam.page.reload();
  await sam.ready();
  await sam.unlock();
  // Today says *go on*, and not what or to whom.
  await expect(sam.page.locator("#main")).not.toContainText(/letter|Noor/i);
  await sam.place("Mine");
  await sam.press(/^A letter/);
  // Another visit: the private questions stand before the letter, whichever way one comes to it.
  await sam.sees("A few questions for you alone");
  await sam.press("I am not alone right now");
  await sam.sees("What it did to you");
  await expect(sam.page.getByLabel("What I think it did to you")).toHaveValue("You lay awake.");
  await sam.context.setOffline(true);
  await sam.press("Next");
  await part(sam, "That it was mine", "Nobody made me.");
  await sam.sees("An offer to mend something");
  await sam.accessible();
  await sam.press("Save and stop here");
  await letters(sam);
  await sam.press(/^Go on with your letter/);
  // Not twice in one visit.
  await sam.sees("An offer to mend something");
  await part(sam, "An offer to mend something", "I pay 50 back.");
  await sam.press("Read it through");
  await sam.sees("Your letter");
  await expect(sam.page.locator(".letter")).toContainText("I hid a debt of 900.");
  await expect(sam.page.locator(".letter")).toContainText("I pay 50 back. Within 14 days of this letter.");
  await sam.accessible();
  await putAway(sam, "In two minutes");
  await sam.accessible();
  // Before its time it is nobody's but mine: back with a line, taken back, and the other has nothing.
  await sam.context.setOffline(false);
  await sam.press("Take it back");
  await sam.sees("Your letter");
  await sam.waitUntil((await sam.now()) + 5 * MINUTE);
  await letters(noor);
  await expect(noor.page.getByText("There is no letter here.")).toBeVisible();
  await letters(sam);
  await expect(sam.button(/^Go on with your letter/)).toBeVisible();
  await server.stop();
});

test("opened in private, found wanting, written again, heard", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);

  // What it did to her: asked for, shown, added to.
  await letters(noor);
  await noor.press(/^What it did to you/);
  await noor.press("Ask to see it");
  await noor.accessible();
  await letters(sam);
  await expect(sam.button(/Noor would like to see it/)).toBeVisible();
  await sam.press(/^What it did to you/);
  await sam.write("What I think it did to you", "You stopped singing.");
  await sam.accessible();
  await sam.press("Show it");
  await expect(noor.page.getByText("You stopped singing.")).toBeVisible();
  await noor.press("Add something");
  await noor.press("I am not alone right now");
  await noor.write("What I add", "And the nights.");
  await noor.press("Send it");
  await expect(sam.page.getByText("And the nights.")).toBeVisible();

  await begin(sam);
  await writeAll(sam, "I hid a debt of 900.");
  await putAway(sam, "In two minutes");
  await expect(sam.page.getByText(/Only you know of it/)).toBeVisible();
  await sam.waitUntil((await sam.now()) + 3 * MINUTE);
  await sam.sees("It has been sent");

  // It waits closed, with what it offers; Today does not speak of it.
  await letters(noor);
  await expect(noor.button(/^A letter from Sam.*You do not owe it an answer/)).toBeVisible();
  await expect(noor.page.getByText("I hid a debt")).toHaveCount(0);
  await noor.place("Today");
  await expect(noor.page.locator("#main")).not.toContainText(/letter/i);
  await noor.place("Together");
  await noor.press(/^Steps/);
  await expect(noor.page.getByText("I pay 50 back on Fridays.")).toHaveCount(0);
  await letters(noor);
  await noor.press(/^A letter from Sam/);
  await noor.accessible();
  // Opening it sends nothing, and changes nothing on the other screen.
  await letters(sam);
  const before = await sam.page.locator("#main").innerText();
  const requests = noor.requests.length;
  await noor.press("Open it");
  await expect(noor.page.locator(".letter")).toContainText("I hid a debt of 900.");
  expect(noor.asked(requests).filter((it) => !/\/(vault|account|entries|mailboxes)/.test(it))).toEqual([]);
  expect(await sam.page.locator("#main").innerText()).toBe(before);
  await noor.accessible();

  await noor.page.getByText("If you want to answer").click();
  await noor.press("This is missing …");
  await noor.write("What is missing", "Who else knew.");
  await noor.press("Say what is missing");
  await expect(noor.page.locator(".well", { hasText: "You answered: This is missing … Who else knew." })).toBeVisible();
  await expect(sam.button(/Noor answers: This is missing/)).toBeVisible();
  await sam.press(/^Your letter of/);
  await expect(sam.page.getByText("Who else knew.")).toBeVisible();
  await sam.accessible();
  await sam.press("Write another version");
  await sam.sees("What I did");
  await sam.write(/^What I did$/, "I hid a debt of 900, and my brother knew.");
  await sam.press("Read it through");
  await putAway(sam, "In two minutes");
  await sam.waitUntil((await sam.now()) + 3 * MINUTE);
  await sam.sees("It has been sent");
  await expect(noor.page.getByText("Sam wrote another version.")).toBeVisible();
  await noor.press("Open it");
  await expect(noor.page.locator(".letter").first()).toContainText("my brother knew");
  await noor.page.getByText(/^Beside the version of/).click();
  await expect(noor.page.locator(".pages .letter")).toHaveCount(2);
  await noor.page.getByText("If you want to answer").click();
  await noor.press("I have heard you");
  await expect(noor.page.locator(".well", { hasText: "You answered: I have heard you" })).toBeVisible();
  // A later answer stands in place of an earlier one.
  await noor.page.getByText("If you want to answer").click();
  await noor.press("I accept");
  await expect(noor.page.locator(".well", { hasText: "You answered: I accept" })).toBeVisible();
  await letters(sam);
  await expect(sam.button(/Noor answers: I accept/)).toBeVisible();
  // One a week: the next can be written, and waits.
  await expect(sam.page.getByText(/your next can go from/)).toBeVisible();
  // The offer came as a step of its own, once it was opened.
  await noor.place("Together");
  await noor.press(/^Steps/);
  await expect(noor.page.getByText("I pay 50 back on Fridays.")).toBeVisible();
  await server.stop();
});

test("a letter that waits is sent by another device of its author's", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await begin(sam);
  await writeAll(sam, "I hid a debt of 900.");
  await putAway(sam, "Tomorrow at this hour");
  await sam.lock(); // the vault goes out when it is locked
  const account = { ...sam.account };
  await sam.leave();
  const soon = await Person.arrive(browser, server.url);
  await soon.signIn(account, true);
  await letters(soon);
  await expect(soon.button(/^Your letter waits/)).toBeVisible();
  await letters(noor);
  await expect(noor.page.getByText("There is no letter here.")).toBeVisible();
  await soon.lock();
  await soon.waitUntil((await soon.now()) + DAY + 10 * MINUTE);
  await soon.unlock();
  await expect(noor.button(/^A letter from Sam/)).toBeVisible({ timeout: 60_000 });
  await expect(noor.button(/^A letter from Sam/)).toHaveCount(1);
  await letters(soon);
  await expect(soon.button(/^Your letter of/)).toHaveCount(1);
  await server.stop();
});

test("where its author signs in anew after its time, a letter that waited is a draft again and goes nowhere", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await begin(sam);
  await writeAll(sam, "I hid a debt of 900.");
  await putAway(sam, "Tomorrow at this hour");
  await sam.lock();
  const account = { ...sam.account };
  await sam.leave();
  const later = await Person.arrive(browser, server.url, {}, DAY + 10 * MINUTE);
  await later.signIn(account);
  await letters(later);
  await expect(later.button(/^Go on with your letter/)).toBeVisible();
  await letters(noor);
  await expect(noor.page.getByText("There is no letter here.")).toBeVisible();
  await server.stop();
});

test("taken back on one device, it is told as a draft on the other, and not as sent", async ({ browser }) => {
  const server = await Server.start();
  const [sam] = await pair(browser, server.url);
  await begin(sam);
  await writeAll(sam, "I hid a debt of 900.");
  await putAway(sam, "Tomorrow at this hour");
  await sam.lock(); // the vault goes out when it is locked
  await sam.rest();
  const second = await Person.arrive(browser, server.url);
  await second.signIn(sam.account);
  await letters(second);
  await second.press(/^Your letter waits/);
  await sam.unlock();
  await letters(sam);
  await sam.press(/^Your letter waits/);
  await sam.sees("Your letter waits");
  await second.press("Take it back");
  await second.press("I am not alone right now");
  await second.sees("Your letter");
  await second.lock();
  await second.rest();
  await sam.waitUntil((await sam.now()) + 3 * MINUTE);
  await sam.sees("It is a draft again");
  await expect(sam.page.getByText("It has been sent")).toHaveCount(0);
  await sam.accessible();
  await sam.press("To the draft");
  await sam.press("I am not alone right now");
  await expect(sam.page.locator(".letter")).toContainText("I hid a debt of 900.");
  await server.stop();
});

/** The same person at several devices, each of which wrote on without the others; the last one has all of it. */
async function apart(all: Person[], write: (person: Person, at: number) => Promise<void>): Promise<Person> {
  for (const [at, person] of all.entries()) {
    await begin(person);
    await write(person, at);
    await person.rest();
  }
  // The vault goes out when it is locked, and takes in what lies there.
  for (const person of all) {
    await person.lock();
    await person.rest();
  }
  const last = all[all.length - 1];
  await backToLetter(last);
  return last;
}

async function backToLetter(person: Person): Promise<void> {
  await person.unlock();
  await person.rest();
  await person.place("Mine");
  await person.press(/^A letter/);
  await person.press("I am not alone right now");
}

test("written on three devices at once, each text is added by itself, and none is lost", async ({ browser }) => {
  const server = await Server.start();
  const [sam] = await pair(browser, server.url);
  const [second, third] = [await Person.arrive(browser, server.url), await Person.arrive(browser, server.url)];
  for (const it of [second, third]) await it.signIn(sam.account);
  const words = ["From the first.", "From the second.", "From the third."];
  const last = await apart([sam, second, third], (person, at) => person.write(/^What I did$/, words[at]));
  await last.sees("What I did");
  const add = last.button("Add it below mine");
  await expect(add).toHaveCount(2);
  await last.accessible();
  // One is added. The other stays, also after locking.
  await add.first().click();
  await expect(add).toHaveCount(1);
  await last.rest();
  await last.lock();
  await backToLetter(last);
  await expect(add).toHaveCount(1);
  await add.click();
  await expect(add).toHaveCount(0);
  const field = last.page.getByLabel(/^What I did$/);
  for (const it of words) await expect(field).toHaveValue(new RegExp(it));
  // All of it is kept, and nothing lies beside it any more.
  await last.rest();
  await last.lock();
  await backToLetter(last);
  await last.sees("What I did");
  for (const it of words) await expect(field).toHaveValue(new RegExp(it));
  await expect(add).toHaveCount(0);
  await server.stop();
});

test("offers from another device that have no place are not let go of", async ({ browser }) => {
  const server = await Server.start();
  const [sam] = await pair(browser, server.url);
  const second = await Person.arrive(browser, server.url);
  await second.signIn(sam.account);
  const title = "An offer to mend something";
  // Two and two are more than the three there is room for.
  const last = await apart([sam, second], async (person, at) => {
    for (let n = 0; n < 3; n++) await person.press("Next");
    await person.sees(title);
    await person.write(/^I will$/, `I cook on day ${at}.`);
    await person.write("I will (2)", `I ring on day ${at}.`);
  });
  await last.sees(title);
  const add = last.button("Add it below mine");
  await add.click();
  await expect(last.page.getByText(/^An offer in it has no place here/)).toBeVisible();
  await last.accessible();
  await last.rest();
  await last.lock();
  await backToLetter(last);
  await last.sees(title);
  await expect(add).toHaveCount(1);
  // With one written into another there is room; what was found then is all added.
  await last.write("I will (2)", "");
  await last.rest();
  await add.click();
  await expect(add).toHaveCount(0);
  await server.stop();
});

test("as long as it may be, it survives locking and a reload", async ({ browser }) => {
  const server = await Server.start();
  const [sam] = await pair(browser, server.url, true);
  await begin(sam);
  const long = (name: string) => `${name}: ${"\"Again\",\nand again. ".repeat(300)}`.slice(0, 4_000);
  const parts = ["What I did", "What it did to you", "That it was mine", "An offer to mend something", "That I am sorry", "How it came about", "What will change"];
  for (const it of parts) await part(sam, it, it === "An offer to mend something" ? "I pay 50 back." : long(it));
  await sam.sees("Asking for forgiveness");
  await sam.page.getByRole("checkbox").check();
  await sam.page.getByRole("textbox").fill(long("Forgive"));
  await expect(sam.page.getByText("A draft is only yours. It is kept, locked, on this device.")).toBeVisible();
  await sam.lock();
  await sam.page.reload();
  await sam.ready();
  await sam.unlock();
  await letters(sam);
  await sam.press(/^Go on with your letter/);
  await sam.press("I am not alone right now");
  await sam.sees("Asking for forgiveness");
  await expect(sam.page.getByRole("textbox")).toHaveValue(long("Forgive"));
  await sam.press("Read it through");
  await sam.sees("Your letter");
  for (const it of ["What I did", "What will change"]) await expect(sam.page.locator(".letter")).toContainText(long(it).trim().replace(/\s+/g, " "));
  await server.stop();
});
