// The coach in the app: quiet marks and notes, where it may stand and where not, what it fetches and when, and what stays of it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { type Browser, expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { coachStarted } from "./lib/rest";
import { BIN, Server } from "./lib/server";

const SAM = { handle: "quiet-maple-214", passphrase: "meadow lantern copper window thirty", code: "" };
const NOOR = { handle: "early-harbor-531", passphrase: "pebble orchard violin autumn seven", code: "" };
const SHOTS = "../target/e2e/shots";

/** Sentences that no weights of the coach may miss. */
const SPOILT = "I'm sorry if you were hurt, but you made me do it.";
const HARSH = "You always lie to me. You are a pathetic, selfish idiot and you disgust me.";
const DANGER = "He hit me again last night and said that he will kill me if I leave.";

test.beforeAll(() => { mkdirSync(SHOTS, { recursive: true }); });

async function look(person: Person, name: string): Promise<void> {
  await person.accessible();
  const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, "nothing is cut off at the side").toBeLessThanOrEqual(0);
  await person.page.screenshot({ path: `${SHOTS}/coach-${name}.png`, fullPage: true });
}

/** Sam of the demo. */
async function sam(browser: Browser, server: Server, own = false, options = {}): Promise<Person> {
  const person = await Person.arrive(browser, server.url, options);
  await person.signIn(SAM, own);
  return person;
}

/** What the coach's worker and its weights are called, and whatever else is no request of the schedule. */
const fetched = (person: Person, from = 0) => person.requests.slice(from).filter((it) => /\/(reader|read|light|full)-/.test(it)).sort();

async function toSettings(person: Person): Promise<void> {
  await person.place("Mine");
  await person.press(/^Settings/);
  await person.sees("Settings");
}

async function toLetter(person: Person): Promise<void> {
  await person.place("Together");
  await person.press(/^Letters/);
  await person.sees("Letters");
  if (await person.button(/^Go on with your letter/).isVisible()) {
    await person.press(/^Go on with your letter/);
    await person.pass(person.button("Save and stop here"));
    return;
  }
  await person.press("Write a letter");
  await person.pass(person.button("Begin"));
  await person.press("Begin");
  await person.sees("What I did");
}

async function toRehearsal(person: Person): Promise<void> {
  await person.place("Together");
  await person.press(/^Listen/);
  await person.press(/^Practise alone/);
  await person.press(/^Hidden debts/);
}

const marks = (person: Person) => person.page.locator(".mirror u");
const notes = (person: Person) => person.page.locator(".note");
/** Whether it reads here from the start. */
const standing = (person: Person) => person.page.locator(".standing").filter({ visible: true });
const danger = (person: Person) => person.page.getByText("Some of this sounds like danger.");
/** What was said last to those who hear the page. */
const said = (person: Person) => person.page.locator("#announce");
const SOME = /^(One note|\d+ notes) in the margin\.$/;

for (const [kind, options] of [
  ["phone", {}],
  ["phone-dark", { colorScheme: "dark" }],
  ["desk", { viewport: { width: 1280, height: 860 } }],
  ["desk-dark", { viewport: { width: 1280, height: 860 }, colorScheme: "dark" }],
] as const) {
  test(`a letter is underlined and asked, and offered nothing, at a ${kind}`, async ({ browser }) => {
    const server = await Server.demo();
    const person = await sam(browser, server, false, options);
    await toLetter(person);
    await look(person, `${kind}-00-before`);
    await expect(standing(person)).toContainText("reads along and makes notes");
    await expect(standing(person), "before there is any note").toContainText("No mark is no clearance.");
    const field = person.page.getByLabel("What I did");
    await expect(field, "a browser keeps nothing for its next start").toHaveAttribute("autocomplete", "off");
    await field.fill(`🙂 In May I lied to you.\n\n${SPOILT} I told you the card was for work.`);
    await expect(marks(person).first()).toBeVisible();
    await expect(notes(person).first()).toContainText("?");
    // What is marked are the words themselves, in the field's own letters.
    expect((await marks(person).allInnerTexts()).join("")).toContain("if you were hurt");
    expect(await person.page.locator(".mirror").textContent()).toBe(`${await field.inputValue()}\u200b`);
    const [area, mirror] = [await field.boundingBox(), await person.page.locator(".mirror").boundingBox()];
    expect(mirror).toEqual(area);
    expect(await field.evaluate((it) => it.scrollHeight - it.clientHeight), "nothing is hidden in the field").toBeLessThanOrEqual(0);
    await expect(standing(person)).toHaveCount(1);
    await expect(said(person)).toHaveText(SOME);
    // Which note a button belongs to is heard with it.
    for (const name of ["Put aside", "Never this kind"]) {
      await expect(notes(person).first().getByRole("button", { name })).toHaveAccessibleDescription(/leaves open whether it happened/);
    }
    await look(person, `${kind}-01-letter`);

    // By keyboard: from the marked words to their note, to the words, and back.
    const at = (await field.inputValue()).indexOf("if you were");
    await field.evaluate((it: HTMLTextAreaElement, at) => { it.focus(); it.setSelectionRange(at, at); }, at);
    await person.page.keyboard.press("Tab");
    await expect(notes(person).first().locator(".quote")).toBeFocused();
    await expect(person.page.locator(".mirror u.lit").first()).toBeVisible();
    await person.page.screenshot({ path: `${SHOTS}/coach-${kind}-02-lit.png`, fullPage: true });
    await person.page.keyboard.press("Escape");
    await expect(field).toBeFocused();
    expect(await field.evaluate((it: HTMLTextAreaElement) => it.selectionStart)).toBe(at);
    await person.page.keyboard.press("Tab");
    await person.page.keyboard.press("Enter");
    await expect(field).toBeFocused();
    const chosen = await field.evaluate((it: HTMLTextAreaElement) => it.value.slice(it.selectionStart, it.selectionEnd));
    expect(chosen).toContain("if you were hurt");
    expect(await field.inputValue(), "nothing was put in").toContain(SPOILT);
    // A mark goes with its words.
    await field.fill("In May I lied to you.");
    await expect(marks(person)).toHaveCount(0);
    await expect(notes(person)).toHaveCount(0);

    // What is still open goes along to the last page, and nothing in it is praised.
    await field.fill(`In May I lied to you. ${SPOILT}`);
    await expect(notes(person).first()).toBeVisible();
    await person.press("Read it through");
    await person.sees("Your letter");
    await expect(person.page.locator(".noticed")).not.toContainText("That you are sorry");
    await person.press(/^What I did: .*notes?$/);
    await person.sees("What I did");
    await field.fill("In May I lied to you about the card. It was my choice, and nobody made me do it.");
    await person.press("Read it through");
    await person.sees("Your letter");
    await expect(person.page.locator(".noticed")).toContainText("That it was your doing");
    await expect(person.page.locator(".noticed")).toContainText("?");
    await expect(person.page.locator(".noticed")).not.toContainText("Do you want to ask for forgiveness");
    await expect(standing(person)).toContainText("No mark is no clearance.");
    await look(person, `${kind}-03-whole`);
    await server.stop();
  });
}

test("a note is put aside for now, or its kind for good, and all of it can be switched off", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server, true);
  await toLetter(person);
  const field = person.page.getByLabel("What I did");
  const conditional = notes(person).filter({ hasText: "leaves open whether it happened" });
  const blame = notes(person).filter({ hasText: "what somebody else did" });
  await field.fill(SPOILT);
  // One note for a sentence: the surest comes first.
  await expect(conditional).toBeVisible();
  await expect(blame).toHaveCount(0);
  // For now: in this draft, also after going on and coming back. The focus goes on to the next note.
  await conditional.getByRole("button", { name: "Put aside" }).click();
  await expect(conditional).toHaveCount(0);
  await expect(blame).toBeVisible();
  await expect(person.page.locator(".note .quote:focus")).toHaveCount(1);
  await person.press("Next");
  await person.sees("What it did to you");
  await person.press("Back");
  await expect(blame).toBeVisible();
  await expect(conditional).toHaveCount(0);
  // For good. When the last note went, the focus is in the text again.
  await blame.getByRole("button", { name: "Never this kind" }).click();
  await expect(blame).toHaveCount(0);
  for (let n = await notes(person).count(); n > 0; n--) {
    await notes(person).first().getByRole("button", { name: "Put aside" }).click();
    await expect(notes(person)).toHaveCount(n - 1);
  }
  await expect(field).toBeFocused();
  await person.rest();
  await person.page.reload();
  await person.ready();
  await person.unlock();
  await toLetter(person);
  await expect(conditional, "what was put aside for now was kept nowhere").toBeVisible();
  await expect(blame).toHaveCount(0);

  await toSettings(person);
  await expect(person.page.getByText("One kind of note is put aside for good.")).toBeVisible();
  await look(person, "settings");
  await person.press("Show all kinds again");
  await expect(person.page.getByText("One kind of note is put aside for good.")).toHaveCount(0);
  await toLetter(person);
  await conditional.getByRole("button", { name: "Put aside" }).click();
  await expect(blame).toBeVisible();

  await toSettings(person);
  await person.page.getByLabel("Use the coach").uncheck();
  await toLetter(person);
  await field.fill(`${SPOILT} It was not that bad.`);
  await person.rest(); // it would have read by now
  await expect(marks(person)).toHaveCount(0);
  await expect(notes(person)).toHaveCount(0);
  await person.place("Together");
  await person.press(/^Kind/);
  await person.write("Something I am glad you did", HARSH);
  await expect(person.button("Read it with me")).toHaveCount(0);
  await server.stop();
});

test("a reply in rehearsal is told in a few words what it does, or nothing", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server);
  await toRehearsal(person);
  const field = person.page.getByLabel("Say it back in your own words");
  await field.fill("Oh");
  await person.rest(); // it would have read by now
  await expect(notes(person)).toHaveCount(0);
  const reply = "I know how you feel. When my dad lost his job I also lay awake for weeks.";
  await field.fill(reply);
  await expect(notes(person)).toContainText("This turns to you.");
  await look(person, "rehearsal");
  const aside = notes(person).getByRole("button", { name: "Put aside" });
  await expect(aside, "nothing else of such a note is reached by Tab").toHaveAccessibleDescription(/This turns to you\./);
  await aside.click();
  await expect(notes(person)).toHaveCount(0);
  await expect(field).toBeFocused();
  // It was about this reply: another one that does the same is told so.
  await field.fill(`${reply} I was so scared.`);
  await expect(notes(person)).toContainText("This turns to you.");
  await field.fill(`${reply} `);
  await person.rest(); // it has read it again
  await expect(notes(person)).toHaveCount(0);
  await server.stop();
});

test("where it reads from the start a line says whether it does, and why not", async ({ browser }) => {
  const server = await Server.demo();
  const person = await Person.arrive(browser, server.url);
  // On its way: nothing is read, and nobody is told that it went wrong.
  let come = () => {};
  const gate = new Promise<void>((resolve) => { come = resolve; });
  await person.context.route(/\/light-/, async (it) => { await gate; await it.continue(); });
  await person.signIn(SAM, true);
  await toSettings(person);
  await expect(person.page.locator("#main").getByText("The coach is still on its way to this device.")).toBeVisible();
  await person.place("Together");
  await person.press(/^Kind/);
  await person.understand(person.button("Read it with me"));
  await person.press("Read it with me");
  await expect(person.page.getByText("The coach is still on its way to this device.")).toBeVisible();
  await toLetter(person);
  await expect(standing(person)).toContainText("still on its way");
  await person.page.getByLabel("What I did").fill(SPOILT);
  await person.rest(); // it would have read by now
  await expect(notes(person)).toHaveCount(0);
  await look(person, "standing-coming");
  come();
  await expect(standing(person)).toContainText("reads along and makes notes");
  await expect(notes(person).first()).toBeVisible();
  // Several fields on one screen, and it is said once.
  for (let n = 0; n < 3; n++) await person.press("Next");
  await person.sees("An offer to mend something");
  await person.page.locator("#offer-1").fill("I pay back 50 on Friday.");
  await expect(person.page.locator("#offer-2")).toBeVisible();
  await expect(standing(person)).toHaveCount(1);

  // Something did not come: what it reads by, or itself.
  for (const missing of [/\/light-/, /\/reader-/]) {
    const other = await Person.arrive(browser, server.url);
    await other.context.route(missing, (it) => it.abort());
    await other.signIn(SAM, true);
    await toRehearsal(other);
    await expect(standing(other), String(missing)).toContainText("not here at the moment, and nothing is read");
    await other.place("Together");
    await other.press(/^Kind/);
    await other.understand(other.button("Read it with me"));
    await other.press("Read it with me");
    await expect(other.page.getByText("The coach is not here at the moment")).toBeVisible();
    await toSettings(other);
    await expect(other.page.locator("#main").getByText("The coach is not here at the moment")).toBeVisible();
    await other.leave();
  }

  // Switched off.
  await toSettings(person);
  await person.page.getByLabel("Use the coach").uncheck();
  await toRehearsal(person);
  await expect(standing(person)).toHaveText("The coach is switched off, and nothing is read. Settings can switch it on.");
  // Without an account there is none.
  const guest = await Person.arrive(browser, server.url);
  await guest.press("Learn");
  await guest.press("Practise saying it back");
  await guest.press("Try it alone");
  await guest.press(/^Hidden debts/);
  await expect(standing(guest)).toHaveText("The coach needs an account. Nothing is read here.");
  await server.stop();
});

test("whoever asks it is told what came of it, also when that is nothing", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server);
  const main = person.page.locator("#main");
  const none = main.getByText("No notes in the margin.");
  const waits = main.getByText("It reads when you pause.");
  const hush = () => said(person).evaluate((it) => { it.textContent = ""; });
  const kind = "Thank you for cooking on Tuesday.";
  await person.place("Together");
  await person.press(/^Kind/);
  const field = person.page.locator(".paper textarea").first();
  await person.understand(field);
  await field.fill(kind);
  await person.press("Read it with me");
  await expect(none).toBeVisible();
  await expect(said(person)).toHaveText("No notes in the margin.");
  await look(person, "asked-none");
  // Stopped, and asked again: told again.
  await hush();
  await person.press("Stop reading along");
  await expect(none).toHaveCount(0);
  await person.press("Read it with me");
  await expect(said(person)).toHaveText("No notes in the margin.");
  // Begun anew: told again.
  await hush();
  await field.fill("");
  await expect(waits).toBeVisible();
  await person.rest();
  await expect(said(person), "an empty field has nothing to tell").toHaveText("");
  await field.fill(kind);
  await expect(said(person)).toHaveText("No notes in the margin.");
  await field.fill(HARSH);
  await expect(main.getByText(SOME)).toBeVisible();
  await expect(said(person)).toHaveText(SOME);
  await field.fill("");

  // Of several fields the number is that of all of them, whichever was read last.
  await person.place("Together");
  await person.press(/^Check-in/);
  await person.sees("Your page");
  const fields = person.page.locator(".paper textarea");
  await fields.nth(0).fill(HARSH);
  await fields.nth(1).fill(kind);
  await person.press("Read it with me");
  await expect(main.getByText(SOME)).toBeVisible();
  await fields.nth(1).fill(`${kind} It was good.`);
  await person.rest(); // it has read it by now
  await expect(main.getByText(SOME)).toBeVisible();
  await expect(said(person)).toHaveText(SOME);
  await server.stop();
});

test("words for the other are read once it is asked, and are given a reason and a pattern", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server);
  const noor = await Person.arrive(browser, server.url);
  await noor.signIn(NOOR);
  const together = async (name: RegExp) => { await person.place("Together"); await person.press(name); };
  // A talk in which it is Sam's turn.
  await together(/^Listen/);
  await person.press(/^In writing/);
  await person.press("I am not alone right now");
  await person.write("The one thing it is about", "The drawer");
  await person.press("Offer it");
  await noor.place("Together");
  await noor.press(/^Listen/);
  await noor.press(/^The drawer/);
  await noor.press("I am not alone right now");
  if (await noor.button("I understand").isVisible()) await noor.press("I understand");
  await noor.press("Join it");

  const places: [string, () => Promise<void>][] = [
    ["kind-words", () => together(/^Kind/)],
    ["step", async () => { await together(/^Steps/); await person.press("Promise a step"); }],
    ["being-open", async () => { await together(/^Being open/); await person.press("Offer to be open"); await person.press("I am not alone right now"); }],
    ["check-in", async () => { await together(/^Check-in/); await person.sees("Your page"); }],
    ["card", async () => { await together(/^To be understood/); await person.press(/^What it was like for me.*From Noor/s); }],
    ["talk", async () => { await together(/^Listen/); await person.press(/^The drawer/); }],
  ];
  for (const [name, go] of places) {
    await go();
    await expect(person.button("Read it with me"), name).toHaveCount(1);
    const field = person.page.locator(".paper textarea").first();
    await field.fill(HARSH);
    await person.rest(); // it would have read by now
    await expect(notes(person), "it was not asked").toHaveCount(0);
    const before = person.requests.length;
    await person.press("Read it with me");
    await expect(notes(person).first(), name).toContainText(/heard/);
    await expect(marks(person).first()).toBeVisible();
    await expect(person.page.getByText("It reads along now.")).toBeVisible();
    expect(person.requests.slice(before).filter((it) => !/vault|wake|entries|snapshot|keyring/.test(it)), "nothing is asked of anybody").toEqual([]);
    await look(person, `asked-${name}`);
    await person.press("Stop reading along");
    await expect(marks(person)).toHaveCount(0);
    await field.fill("");
  }
  await server.stop();
});

test("it has no place in what it was like for somebody, in private notes, or in the question box", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server);
  const noor = await Person.arrive(browser, server.url);
  await noor.signIn(NOOR);
  /** Every field of this view, filled with what it marks elsewhere. */
  const silent = async (it: Person, name: string) => {
    const fields = it.page.locator("textarea, input[type=text]").filter({ visible: true });
    await expect(fields.first(), name).toBeVisible();
    for (let at = 0; at < (await fields.count()); at++) await fields.nth(at).fill(`${SPOILT} ${HARSH} ${DANGER}`);
    await it.rest(); // it would have read by now
    for (const its of [".coached", ".paper", ".mirror", ".note", ".ask-coach", ".standing"]) await expect(it.page.locator(its), `${name}: ${its}`).toHaveCount(0);
    await expect(it.button("Read it with me"), name).toHaveCount(0);
    await expect(danger(it), name).toHaveCount(0);
  };
  const understand = async (it: Person) => { if (await it.button("I understand").isVisible()) await it.press("I understand"); };
  const together = async (it: Person, name: RegExp) => { await it.place("Together"); await it.press(name); };

  // What it did to you: asked for, shown, added to; in a letter; and on a card.
  await together(noor, /^Letters/);
  await noor.press(/^What it did to you/);
  const asks = noor.button(/^Ask to see/);
  if (await asks.isVisible()) await asks.click();
  await together(person, /^Letters/);
  await person.press(/^What it did to you/);
  await expect(person.heading("What it did to you")).toBeVisible();
  await expect(person.button("I understand").or(person.page.locator("#impact-show"))).toBeVisible();
  await understand(person);
  await silent(person, "showing what it did");
  await noor.press("Add something");
  await noor.press("I am not alone right now");
  await expect(noor.button("I understand").or(noor.page.locator("#impact-add")).first()).toBeVisible();
  await understand(noor);
  await silent(noor, "adding to it");
  await toLetter(person);
  await person.press("Next");
  await person.sees("What it did to you");
  await silent(person, "that part of a letter");
  await together(person, /^To be understood/);
  await person.press(/^What it was like for me/);
  await silent(person, "a sheet of one's own");
  // Who adds to what the other guessed says how it was for them.
  await together(noor, /^To be understood/);
  await noor.press(/^What I think it was like for you.*From Sam/s);
  await expect(noor.button("I understand").or(noor.page.locator("#card-answer")).first()).toBeVisible();
  await understand(noor);
  await silent(noor, "a line to what the other guessed");

  // What is missing in a letter is said by the one who was hurt.
  await together(noor, /^Letters/);
  await noor.press(/^A letter from/);
  const openIt = noor.button(/^Open/);
  if (await openIt.isVisible()) await openIt.click();
  await noor.page.getByText("If you want to answer").click();
  await noor.press("This is missing …");
  await silent(noor, "what is missing in a letter");

  await person.place("Mine");
  await person.press(/^First days/);
  await person.press(/^Questions, parked/);
  await silent(person, "a parked question");

  // The question box: asking, and answering.
  await together(person, /^Question box/);
  await person.press("Open a box for questions to me");
  await person.press("I am not alone right now");
  await expect(person.button("I understand").or(person.button("Open it")).first()).toBeVisible();
  await understand(person);
  await person.page.getByLabel("From").fill("00:00");
  await person.page.getByLabel("To", { exact: true }).fill("23:59");
  await person.press("Open it");
  await together(noor, /^Question box/);
  await noor.press("Agree to these hours");
  await noor.press("I am not alone right now");
  await noor.press("Agree to these hours");
  await silent(noor, "asking a question");
  await noor.page.getByLabel("Your question").fill("Why in March?");
  await noor.press("Put it in the box");
  await person.press("Answer");
  await understand(person);
  await silent(person, "answering a question");
  await server.stop();
});

test("danger shows one quiet line that leads to Help, and nothing of it stays", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server, true);
  let dialogs = 0;
  person.page.on("dialog", (it) => { dialogs++; void it.dismiss(); });
  await toLetter(person);
  const field = person.page.getByLabel("What I did");
  const line = danger(person);
  const region = person.page.locator(".coached .help-line[role=status]");
  await field.fill("I lied to you about the card in May.");
  await person.rest(); // it would have read by now
  await expect(region, "the line is heard only if its region was there before").toHaveCount(1);
  await expect(region).toHaveText("");
  await region.evaluate((it) => { (globalThis as unknown as { region: Element }).region = it; });
  const outline = () => person.page.locator("#app main").evaluate((main) => [...main.querySelectorAll("*")].filter((it) => !it.closest(".mirror, .margin, #did-keys, #did-help-line")).map((it) => it.tagName).join(" "));
  const plain = await outline();
  const before = person.requests.length;
  await field.fill(DANGER);
  await expect(line).toBeVisible();
  await expect(region).toContainText("Some of this sounds like danger.");
  expect(await region.evaluate((it) => it === (globalThis as unknown as { region: Element }).region)).toBe(true);
  expect(await outline(), "nothing else of the view changes").toBe(plain);
  await expect(person.page.locator("[role=dialog], [role=alertdialog], [role=alert]").filter({ hasText: /\S/, visible: true })).toHaveCount(0);
  await look(person, "danger");
  await line.getByRole("button", { name: "Help" }).click();
  await expect(person.page.locator("#help h1")).toBeVisible();
  await person.press("Back");
  await field.fill("I lied to you about the card in May.");
  await expect(line).toHaveCount(0);
  // The last page knows what the parts said, however short the letter is.
  await field.fill("He slapped me again.");
  await expect(line).toBeVisible();
  await person.press("Read it through");
  await person.sees("Your letter");
  await expect(line).toBeVisible();
  await expect(person.page.locator(".help-line[role=status]")).toHaveCount(1);
  expect(dialogs).toBe(0);
  expect(person.requests.slice(before).filter((it) => !/vault|wake|entries|snapshot|keyring/.test(it))).toEqual([]);
  await server.stop();
});

test("it is fetched after every unlock, the same whether it is used, unused or switched off", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server);
  /** Once it has said the last of what it says when it starts. */
  const settled = async (from: number, times: number) => {
    await coachStarted(person.page, times);
    await person.rest();
    return fetched(person, from);
  };
  const first = await settled(0, 1);
  expect(first.map((it) => it.replace(/-[0-9a-f]{16}/, ""))).toEqual(["GET /light.bin", "GET /read.js", "GET /read.wasm", "GET /reader.js"]);
  let from = person.requests.length;
  await toLetter(person);
  await person.page.getByLabel("What I did").fill(SPOILT);
  await expect(notes(person).first()).toBeVisible();
  expect(person.requests.slice(from).filter((it) => !/vault|wake|entries|snapshot|keyring/.test(it)), "writing asks for nothing").toEqual([]);
  // Unlocked again, and not used.
  await person.lock();
  from = person.requests.length;
  await person.unlock();
  expect(await settled(from, 2)).toEqual(first);
  await toSettings(person);
  await person.page.getByLabel("Use the coach").uncheck();
  await person.lock();
  from = person.requests.length;
  await person.unlock();
  expect(await settled(from, 3)).toEqual(first);
  // On a device of others nothing stays.
  const stays = await person.page.evaluate(async () => ({ caches: await caches.keys(), bases: (await indexedDB.databases()).map((it) => it.name), kept: localStorage.length }));
  expect(stays).toEqual({ caches: [], bases: [], kept: 0 });
  await toSettings(person);
  await expect(person.page.getByText("It can be kept on a device of your own only.")).toBeVisible();
  await expect(person.button(/^Fetch it/)).toHaveCount(0);
  await server.stop();
});

test("the larger coach comes from the settings only, goes on where it stopped, works without a line, and can be removed", async ({ browser }) => {
  const server = await Server.demo();
  const person = await sam(browser, server, true);
  const pieces = () => person.requests.filter((it) => /\/full-/.test(it));
  await toSettings(person);
  const fetchIt = person.button(/^Fetch it, \d+\.\d MB$/);
  await expect(fetchIt).toBeVisible();
  expect(pieces()).toEqual([]);
  expect(await person.page.evaluate(() => caches.has("notes-more"))).toBe(false);
  // The line breaks in the middle. It is said, and what came is kept.
  await person.context.route(/full-07-/, (it) => it.abort());
  await fetchIt.click();
  await expect(person.page.locator("#main").getByText("It could not be fetched whole.")).toBeVisible();
  await look(person, "full-failed");
  await person.context.unroute(/full-07-/);
  await person.press("Go on fetching");
  await expect(person.page.locator("#main").getByText("It is on this device and reads along.")).toBeVisible();
  await look(person, "full-here");
  const all = pieces();
  expect(all.length, "only the piece that was missing was asked for twice").toBe(new Set(all).size + 1);
  // Without a line, after an unlock: all of it is here, and is asked of nobody.
  await expect.poll(() => person.page.evaluate(async () => (await caches.keys()).length)).toBe(2);
  await expect.poll(() => person.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await person.context.setOffline(true);
  await person.page.reload();
  await person.ready();
  await person.unlock();
  await toLetter(person);
  await person.page.getByLabel("What I did").fill(SPOILT);
  await expect(notes(person).first()).toBeVisible();
  await toSettings(person);
  await expect(person.page.locator("#main").getByText("It is on this device and reads along.")).toBeVisible();
  expect(pieces().length).toBe(all.length);
  await person.press("Remove it from this device");
  await expect(fetchIt).toBeVisible();
  expect(await person.page.evaluate(() => caches.has("notes-more"))).toBe(false);
  await person.context.setOffline(false);

  // Signing out takes it along.
  await fetchIt.click();
  await expect(person.page.locator("#main").getByText("It is on this device and reads along.")).toBeVisible();
  await person.press("Sign out here");
  await person.press("Sign out here");
  await expect(person.button("Start")).toBeVisible();
  await expect.poll(() => person.page.evaluate(() => caches.keys())).toEqual([]);
  await server.stop();
});

test("a browser without a place for the larger coach is told so, and has the other one", async ({ browser }) => {
  const server = await Server.demo();
  const person = await Person.arrive(browser, server.url);
  await person.context.route(/\/reader-/, async (it) => {
    const reply = await it.fetch();
    const body = `Object.defineProperty(globalThis, "caches", { value: undefined });\n${await reply.text()}`;
    // The length and the packing are those of the file that was replaced.
    const { "content-length": _, "content-encoding": __, ...headers } = reply.headers();
    await it.fulfill({ status: 200, headers, body });
  });
  await person.signIn(SAM, true);
  await toSettings(person);
  await expect(person.page.locator("#main").getByText("The larger coach cannot be kept in this browser.")).toBeVisible();
  await expect(person.page.locator("#main").getByText("The coach is not here at the moment")).toHaveCount(0);
  await expect(person.button(/^Fetch it/)).toHaveCount(0);
  await look(person, "full-unable");
  await toLetter(person);
  await person.page.getByLabel("What I did").fill(SPOILT);
  await expect(notes(person).first()).toBeVisible();
  await server.stop();
});

type Asked = { kind: string; text: string; to?: string };

/** What the coach's worker reads with both tiers, and how long the middle one of its readings took there and back, in milliseconds. */
async function readBy(person: Person, drafts: Asked[]): Promise<{ readings: unknown[]; ms: number }[]> {
  return person.page.evaluate(async (drafts) => {
    const worker = new Worker((globalThis as unknown as { notesReader: string }).notesReader, { type: "module" });
    const next = (is: (it: Record<string, unknown>) => boolean) => new Promise<Record<string, unknown>>((resolve) => {
      worker.addEventListener("message", function hear({ data }) {
        const it = JSON.parse(data);
        if (is(it)) { worker.removeEventListener("message", hear); resolve(it); }
      });
    });
    let id = 0;
    const read = async (light: boolean) => {
      const readings: unknown[] = [], times: number[] = [];
      for (const draft of drafts) {
        const mine = ++id;
        const begun = performance.now();
        const done = next((it) => it.id === mine);
        worker.postMessage({ id: mine, light, draft: JSON.stringify(draft) });
        readings.push((await done).reading);
        times.push(performance.now() - begun);
      }
      return { readings, ms: times.sort((a, b) => a - b)[times.length >> 1] };
    };
    const ready = next((it) => it.ready === true);
    worker.postMessage({ start: true });
    await ready;
    const light = await read(true);
    const here = next((it) => (it.full as { state?: string } | undefined)?.state === "here");
    worker.postMessage({ full: "fetch" });
    await here;
    const full = await read(false);
    worker.terminate();
    return [light, full];
  }, drafts);
}

/** As `coach --jsonl` writes it: without the words of the margin, which the worker leaves to the page, and with faults by name. */
function asLine(reading: unknown): unknown {
  return JSON.parse(JSON.stringify(reading, (key, it) => (key === "why" || key === "try" ? undefined : it?.ask ? it.kind : it)));
}

test("the browser reads what the command reads, to the last digit", async ({ browser }) => {
  const folder = "../crates/reknit-coach/training/fresh";
  const lines = ["fa", "fb"].flatMap((it) => readFileSync(`${folder}/${it}.jsonl`, "utf8").trim().split("\n"));
  const asked = lines.filter((_, at) => at % 6 === 0).map((it) => {
    const { kind, text, to } = JSON.parse(it) as Asked;
    return { kind, text, to };
  });
  const input = asked.map((it, at) => JSON.stringify({ id: String(at), ...it })).join("\n");
  const server = await Server.demo();
  const person = await Person.arrive(browser, server.url);
  const found = await readBy(person, asked);
  for (const [at, tier] of ["light", "full"].entries()) {
    const said = execFileSync(BIN, ["coach", "--jsonl", "--tier", tier], { input, encoding: "utf8" });
    const wanted = said.trim().split("\n").map((it) => {
      const { id: _, ...reading } = JSON.parse(it);
      return asLine(reading);
    });
    expect(wanted.length).toBe(asked.length);
    expect(found[at].readings.map(asLine), tier).toEqual(wanted);
  }
  await server.stop();
});

test("how long a reading takes in this browser", async ({ browser }) => {
  const server = await Server.demo();
  const person = await Person.arrive(browser, server.url);
  // Printed, not asserted: it says something about this machine only.
  const text = "I waited an hour outside the school because you said you would be there, and when I rang you it went straight to voicemail. I felt foolish in front of the others. Please tell me next time if it gets late.";
  const [light, full] = await readBy(person, Array.from({ length: 30 }, () => ({ kind: "message", text })));
  console.log(`a message of forty words, there and back: light ${light.ms.toFixed(2)} ms, full ${full.ms.toFixed(2)} ms (medians of 30)`);
  await server.stop();
});
