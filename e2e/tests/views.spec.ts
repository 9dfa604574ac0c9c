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
  ["pair", async (it) => { await it.place("Together"); await it.press(/^The hour/); }],
  ["hour", async (it) => { await it.place("Together"); await it.press(/^The hour/); }],
  ["before-sharing", async (it) => { await it.place("Together"); await it.press(/^Check-in/); }],
  ["check-in", async (it) => { await it.place("Together"); await it.press(/^Check-in/); const go = it.button("I understand"); if (await go.isVisible()) await go.click(); await it.sees("Your page"); }],
  ["opened", async (it) => { await it.place("Together"); await it.press(/^Check-in/); await it.press(/19:00$|20:00$|21:00$/); }],
  ["steps", async (it) => { await it.place("Together"); await it.press(/^Steps/); }],
  ["new-step", async (it) => { await it.place("Together"); await it.press(/^Steps/); await it.press("Promise a step"); }],
  ["kind-words", async (it) => { await it.place("Together"); await it.press(/^Kind/); }],
  ["mine", (it) => it.place("Mine")],
  ["look-back", async (it) => { await it.place("Mine"); await it.press(/^Look back/); }],
  ["settings", async (it) => { await it.place("Mine"); await it.press(/^Settings/); await it.press("Show where I am signed in"); }],
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
    await person.press("Sign in");
    await look(person, `${kind}-01-sign-in`);
    await person.press("I forgot the passphrase");
    await look(person, `${kind}-02-recover`);
    await person.press("Back");
    await person.press("Back");
    await person.signIn(SAM);
    await expect(person.button("Look at the check-in").or(person.button("Read both pages"))).toBeVisible();
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
