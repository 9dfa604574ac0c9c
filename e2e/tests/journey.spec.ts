// The first whole journey: two people, two phones, one relay that cannot read.
import { expect, test } from "@playwright/test";
import { pair, Person } from "./lib/person";
import { Server } from "./lib/server";

const HOUR = 3_600_000;

/** Sunday 22:00 UTC: some hours after seven in Berlin, summer or winter, whatever day the test runs on. */
function sundayNight(now: number): number {
  const night = new Date(now);
  night.setUTCHours(22, 0, 0, 0);
  night.setUTCDate(night.getUTCDate() + ((7 - night.getUTCDay()) % 7));
  return night.getTime() - now < 4 * HOUR ? night.getTime() + 7 * 24 * HOUR : night.getTime();
}

async function closePage(person: Person, words: Record<string, string>): Promise<void> {
  await person.place("Together");
  await person.press(/^Check-in/);
  const before = person.button("I understand");
  await expect(person.heading(/Before you share|Your page/)).toBeVisible();
  if (await before.isVisible()) await before.click();
  await person.sees("Your page");
  for (const [label, text] of Object.entries(words)) await person.write(label, text);
  for (const name of ["Trust", "Closeness", "Calm", "Hope"]) {
    await person.page.getByLabel(new RegExp(`^${name}:`)).fill(String(name.length));
  }
  await person.press("Read it through");
  await person.sees("Close my page");
  await person.press("Close my page");
  await person.sees("Your page is closed");
}

test("from a link to an opened check-in, a step, and a second week", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);

  // They choose an hour.
  await sam.press("To your space");
  await sam.press(/^The hour/);
  await sam.understand(sam.page.getByLabel("Day"));
  await sam.page.getByLabel("Day").selectOption({ label: "Sunday" });
  await sam.page.getByLabel("Time").fill("19:00");
  await sam.press("Propose this hour");
  await expect(sam.page.getByText("You proposed Sunday at 19:00")).toBeVisible();
  await expect(sam.button("Write your page")).toBeVisible();
  await expect(sam.button("Propose this hour")).toHaveCount(0);
  await noor.press("To your space");
  await noor.press(/^The hour.*Sam proposes Sunday, 19:00/);
  await noor.understand(noor.button("Agree to this hour"));
  await noor.press("Agree to this hour");
  await expect(noor.page.getByText("Your hour: Sunday at 19:00")).toBeVisible();
  await expect(sam.page.getByText("Your hour: Sunday at 19:00")).toBeVisible();

  // Both write alone. Nothing tells Sam whether Noor has begun.
  await closePage(sam, { "Something I am glad you did": "You picked up the shopping.", "I feel": "uneasy" });
  const samSees = await sam.page.locator("#main").innerText();
  await closePage(noor, { "Something I am glad you did": "You waited for the answer.", "What went right": "We laughed." });
  await expect(sam.page.getByText("waited for the answer")).toHaveCount(0);
  expect(await sam.page.locator("#main").innerText()).toBe(samSees);

  // The hour comes. Both open.
  const opens = sundayNight(await sam.now());
  for (const person of [sam, noor]) await person.waitUntil(opens);
  for (const person of [sam, noor]) {
    // Together and Check-in say that pages are open before they were read, and say the same afterwards.
    await person.place("Together");
    await expect(person.button(/^Check-in.*Both pages of Sunday .* are open\./)).toBeVisible();
    await person.place("Today");
    await person.press("Read both pages");
    await expect(person.page.getByText("You picked up the shopping.")).toBeVisible();
    await expect(person.page.getByText("You waited for the answer.")).toBeVisible();
    await person.place("Today");
    await expect(person.button("Read both pages")).toHaveCount(0);
    await expect(person.button("Look at the check-in")).toBeVisible();
    await person.place("Together");
    await expect(person.button(/^Check-in.*Both pages of Sunday .* are open\./)).toBeVisible();
    await person.press(/^Check-in/);
    await person.press(/^Both pages are open/);
    await expect(person.page.getByText("You waited for the answer.")).toBeVisible();
  }

  // One next step: promised, agreed, done, confirmed.
  await sam.press("Promise a step");
  await sam.write("What I will do", "I make breakfast on two mornings.");
  await sam.press("Promise it");
  await sam.sees("Steps promised");
  await noor.place("Together");
  await noor.press(/^Steps promised/);
  await expect(noor.button("No, thank you")).toBeVisible();
  await expect(noor.page.getByText("Never about passwords, phones")).toBeVisible();
  await noor.press("Agree");
  await sam.press("I did this");
  await noor.press("Yes, it was done");
  for (const person of [sam, noor]) await expect(person.page.getByText(/seen by both/)).toBeVisible();

  // Kind words, any time.
  await noor.place("Together");
  await noor.press(/^Kind words/);
  await noor.write("Something I am glad you did", "The tea on Thursday.");
  await noor.press("Send it");
  await sam.place("Together");
  await sam.press(/^Kind words/);
  await expect(sam.page.getByText("The tea on Thursday.")).toBeVisible();

  // A week is skipped without comment, the next one works.
  const later = (await sam.now()) + 10 * 24 * HOUR;
  for (const person of [sam, noor]) await person.waitUntil(later);
  await closePage(noor, { "What went right": "An ordinary evening." });
  await closePage(sam, { "What went right": "I slept better." });
  const second = (await sam.now()) + 8 * 24 * HOUR;
  for (const person of [sam, noor]) await person.waitUntil(second);
  for (const person of [sam, noor]) {
    await person.place("Together");
    await person.press(/^Check-in/);
    await expect(person.page.getByRole("heading", { name: "Earlier check-ins" })).toBeVisible();
    await expect(person.page.locator("#main").getByRole("button", { name: /^Sunday .*19:00$/ })).toHaveCount(2);
  }

  // Look back: own sliders only, with words, and the step.
  await sam.place("Mine");
  await sam.press(/^Look back/);
  await expect(sam.page.getByRole("img", { name: /^Trust: 5 in the first week/ })).toBeVisible();
  await expect(sam.page.getByText(/more weeks before anything can be said/).first()).toBeVisible();
  await expect(sam.page.getByText("I make breakfast on two mornings.")).toBeVisible();

  await server.stop();
});
