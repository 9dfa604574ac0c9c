// Every view, at a phone and at a desk, light and dark: nothing a machine can fault, nothing cut off, one title, one address.
import { mkdirSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

const SAM = { handle: "quiet-maple-214", passphrase: "meadow lantern copper window thirty", code: "" };
const SHOTS = "../target/e2e/shots";

/** How to come to each view from wherever one is. */
const INSIDE: [string, (it: Person) => Promise<void>][] = [
  ["today", (it) => it.place("Today")],
  ["moment", async (it) => { await it.place("Today"); await it.press("A hard moment"); }],
  ["moment-calm", async (it) => { await it.place("Today"); await it.press("A hard moment"); await it.press(/flooded/); await it.press("Show all lines at once"); }],
  ["together", (it) => it.place("Together")],
  ["pair", async (it) => { await it.place("Together"); await it.press(/^Compare your four words/); }],
  ["before-sharing", async (it) => { await it.place("Together"); await it.press(/^The hour/); await it.sees("Before you share"); }],
  ["hour", async (it) => { await it.press("I understand"); await it.sees("The hour"); }],
  ["check-in", async (it) => { await it.place("Together"); await it.press(/^Check-in/); const go = it.button("I understand"); if (await go.isVisible()) await go.click(); await it.sees("Your page"); }],
  ["opened", async (it) => { await it.place("Together"); await it.press(/^Check-in/); await it.press(/19:00$|20:00$|21:00$/); }],
  ["steps", async (it) => { await it.place("Together"); await it.press(/^Steps/); }],
  ["new-step", async (it) => { await it.place("Together"); await it.press(/^Steps/); await it.press("Promise a step"); }],
  ["cards", async (it) => { await it.place("Together"); await it.press(/^To be understood/); }],
  ["card-write", async (it) => { await it.place("Together"); await it.press(/^To be understood/); await it.press(/^When it comes back/); }],
  ["practice", async (it) => { await it.place("Learn"); await it.press("Being open about …"); }],
  ["being-open", async (it) => { await it.place("Together"); await it.press(/^Being open/); }],
  ["being-open-new", async (it) => { await it.place("Together"); await it.press(/^Being open/); await it.press("Offer to be open"); await it.press("I am not alone right now"); }],
  ["question-box", async (it) => { await it.place("Together"); await it.press(/^Question box/); }],
  ["question-box-open", async (it) => { await it.place("Together"); await it.press(/^Question box/); await it.press("Open a box for questions to me"); await it.press("I am not alone right now"); }],
  ["kind-words", async (it) => { await it.place("Together"); await it.press(/^Kind/); }],
  ["letters", async (it) => { await it.place("Together"); await it.press(/^Letters/); await it.sees("Letters"); }],
  ["letter-closed", async (it) => { await it.place("Together"); await it.press(/^Letters/); await it.press(/^A letter from/); await it.sees(/A letter from/); }],
  ["letter-answered", async (it) => { await it.place("Together"); await it.press(/^Letters/); await it.press(/^Your letter of/); await it.page.getByText(/^Beside the version/).click(); }],
  ["letter-impact", async (it) => { await it.place("Together"); await it.press(/^Letters/); await it.press(/^What it did to you/); await it.sees("What it did to you"); }],
  ["letter-start", async (it) => { await it.place("Together"); await it.press(/^Letters/); await it.press("Write a letter"); await it.pass(it.heading(/^A letter$/)); }],
  ["letter-offers", async (it) => { await it.place("Together"); await it.press(/^Letters/); await it.press("Write a letter"); await it.pass(it.heading(/^A letter$/)); await it.press("Begin"); for (let at = 0; at < 3; at++) await it.press("Next"); }],
  ["listen", async (it) => { await it.place("Together"); await it.press(/^Listen/); }],
  ["spoken", async (it) => { await it.place("Together"); await it.press(/^Listen/); await it.press(/^Spoken/); }],
  ["rehearsal", async (it) => { await it.place("Together"); await it.press(/^Listen/); await it.press(/^Practise alone/); await it.press(/^An? |^The phone/); }],
  ["mine", (it) => it.place("Mine")],
  ["where", async (it) => { await it.place("Mine"); await it.press(/^Where you are now/); await it.sees("What happened?"); }],
  ["where-route", async (it) => { await it.place("Mine"); await it.press(/^Where you are now/); for (let at = 0; at < 4; at++) await it.press("Skip"); await it.sees("A good place to begin."); }],
  ["first-days", async (it) => { await it.place("Mine"); await it.press(/^First days/); await it.sees("First days"); }],
  ["first-days-parked", async (it) => { await it.place("Mine"); await it.press(/^First days/); await it.press(/^Questions, parked/); await it.write("A question, in your own words", "Since when?"); await it.press("Park it"); await it.page.getByText("See what is parked").click(); }],
  ["first-days-ten", async (it) => { await it.place("Mine"); await it.press(/^First days/); await it.press(/^Ten minutes/); await it.press("Start ten minutes"); }],
  ["first-days-sentences", async (it) => { await it.place("Mine"); await it.press(/^First days/); await it.press(/^Three sentences/); }],
  ["look-back", async (it) => { await it.place("Mine"); await it.press(/^Look back/); }],
  ["settings", async (it) => { await it.place("Mine"); await it.press(/^Settings/); await it.press("Show where I am signed in"); }],
  ["quiet", async (it) => { await it.place("Mine"); await it.press(/^Settings/); await it.press(/^Quiet/); await it.sees("Quiet"); }],
  ["export", async (it) => { await it.place("Mine"); await it.press(/^Settings/); await it.press(/^A copy of everything/); }],
  ["leave-space", async (it) => { await it.place("Mine"); await it.press(/^Settings/); await it.press(/^Leave this space/); await it.press("I am not alone right now"); await it.sees("Leave this space"); }],
  ["delete-account", async (it) => { await it.place("Mine"); await it.press(/^Settings/); await it.press(/^Delete my account/); await it.press("I am not alone right now"); await it.sees("Delete my account"); }],
  ["passphrase", async (it) => { await it.place("Mine"); await it.press(/^Settings/); await it.press(/^Change the passphrase/); }],
  ["learn", (it) => it.place("Learn")],
  ["learn-page", async (it) => { await it.place("Learn"); await it.press(/^See a therapist/); }],
  ["help", (it) => it.place("Help")],
];

async function look(person: Person, name: string): Promise<void> {
  await person.accessible();
  expect(await person.page.title()).toBe("Notes");
  expect(new URL(person.page.url()).href).toBe(`${person.url}/`);
  const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, "nothing is cut off at the side").toBeLessThanOrEqual(0);
  await person.page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

test.beforeAll(() => { mkdirSync(SHOTS, { recursive: true }); });

for (const [kind, options] of [
  ["phone", {}],
  ["phone-dark", { colorScheme: "dark" }],
  ["desk", { viewport: { width: 1280, height: 860 } }],
] as const) {
  test(`every view at a ${kind}`, async ({ browser }) => {
    const server = await Server.demo();
    const person = await Person.arrive(browser, server.url, options);
    await look(person, `${kind}-00-landing`);
    await person.press("paste it here");
    await look(person, `${kind}-01-paste`);
    await person.press("Back");
    await person.press("Sign in");
    await look(person, `${kind}-01-sign-in`);
    await person.press("I forgot the passphrase");
    await look(person, `${kind}-02-recover`);
    await person.press("Back");
    await person.press("Back");
    await person.signIn(SAM);
    // Everything has arrived; what Today proposes depends on the day of the week.
    await person.place("Together");
    await person.sees("You and Noor");
    for (const [at, [name, go]] of INSIDE.entries()) {
      await go(person);
      await look(person, `${kind}-${String(at + 3).padStart(2, "0")}-${name}`);
      if (name === "help") await person.press("Back");
    }
    await person.lock();
    await look(person, `${kind}-30-locked`);
    await server.stop();
  });
}

test("every door, from the landing to four words, and its way through the questions", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  const door = (person: Person, name: string) => look(person, `door-${name}`);
  await sam.press("Start");
  await door(sam, "01-leaving");
  await sam.press("Next");
  await door(sam, "02-names");
  await sam.press("Next");
  await door(sam, "03-device");
  await sam.press("Make the account");
  await sam.sees("Your recovery sheet");
  await door(sam, "04-sheet");
  await sam.press("I have put it away");
  await door(sam, "05-questions");
  await sam.press("Begin");
  await door(sam, "06-question");
  for (let at = 0; at < 11; at++) await sam.press("No");
  await sam.press("Yes");
  await door(sam, "07-after-yes");
  await sam.press("Go on");
  await sam.sees(/One small thing/);
  await sam.place("Together");
  await door(sam, "08-together-alone");
  await sam.press("Invite someone");
  await sam.press("Skip all");
  await door(sam, "09-after-skip");
  await sam.press("Go on");
  await door(sam, "10-invite");
  await sam.write("What the other calls you", "Sam");
  await sam.press("Make the invitation");
  await sam.sees("Your invitation");
  await door(sam, "11-invitation");
  const noor = await Person.arrive(browser, await sam.page.getByLabel("Link", { exact: true }).inputValue());
  await noor.sees("Sam invites you");
  await door(noor, "12-invited");
  await noor.signUp({ invited: true, sheet: false });
  await noor.press("I am not alone right now");
  await door(noor, "13-join");
  await noor.write("What the other calls you", "Noor");
  await noor.press("Yes, join");
  await sam.sees("Noor is there");
  await door(sam, "14-compare");
  await sam.press("They are the same");
  await noor.press("They are the same");
  await sam.sees("You share a space with Noor");
  await door(sam, "15-paired");
  await sam.press("To your space");
  await door(sam, "16-together-new");
  await sam.press(/^Check-in/);
  await door(sam, "17-check-in-no-hour");
  await sam.place("Mine");
  await sam.press(/^Look back/);
  await door(sam, "18-look-back-empty");
  await server.stop();
});
