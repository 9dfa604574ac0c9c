// Being open about …, the question box, and a note about a step that only its writer sees.
import { expect, test } from "@playwright/test";
import { pair, type Person } from "./lib/person";
import { Server } from "./lib/server";

async function to(person: Person, lead: RegExp): Promise<void> {
  await person.place("Together");
  await person.press(lead);
}

const text = (person: Person): Promise<string> => person.page.locator("#main").innerText();

test("offered about oneself, agreed, ended; what stays a person's own is refused", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  for (const person of [sam, noor]) await person.press("To your space");
  await to(sam, /^Being open/);
  await sam.press("Offer to be open");
  await sam.sees("A few questions for you alone");
  await sam.press("I am not alone right now");
  await sam.press("I understand");
  await sam.write("What?", "my phone, every evening");
  await expect(sam.page.getByText("Passwords, phones and accounts stay a person's own here.")).toBeVisible();
  await sam.press("Offer it");
  await expect(sam.page.getByText("This touches something that stays a person's own.")).toBeVisible();
  await sam.write("What?", "the same day if I run into them");
  await sam.accessible();
  await sam.press("Offer it");
  await sam.sees(/^Being open/);
  await expect(sam.page.getByText("I tell you the same day if I run into them.")).toBeVisible();

  await to(noor, /^Being open/);
  await noor.accessible();
  // Agreeing shares something too: what stays is said first, and the private questions stand before it.
  await noor.press("Read it and decide");
  await noor.press("I understand");
  await noor.press("Read it and decide");
  await noor.sees("A few questions for you alone");
  await noor.press("I am not alone right now");
  await noor.sees("An offer to be open");
  await noor.accessible();
  await noor.press("Agree");
  await expect(sam.page.getByText(/^Until /)).toBeVisible();
  // Either ends it, and the screen of neither says who did.
  await noor.press("End this offer");
  for (const person of [sam, noor]) await expect(person.page.getByText(/· Over$/)).toBeVisible();
  await server.stop();
});

test("a question at its hour, four ways to answer, a cap, and closing", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  for (const person of [sam, noor]) await person.press("To your space");
  await to(sam, /^Question box/);
  await expect(sam.button("Questions, parked")).toBeVisible();
  await sam.press("Open a box for questions to me");
  await sam.press("I am not alone right now");
  await sam.press("I understand");
  await sam.page.getByLabel("From").fill("20:00");
  await sam.page.getByLabel("To", { exact: true }).fill("19:00");
  await sam.press("Open it");
  await expect(sam.page.getByText("The end has to come after the beginning.")).toBeVisible();
  await sam.page.getByLabel("From").fill("19:00");
  await sam.page.getByLabel("To", { exact: true }).fill("19:30");
  await sam.choose("One");
  await sam.accessible();
  await sam.press("Open it");
  await sam.sees("Question box");

  // Half past eight in the morning: the question is written and waits with its author.
  const morning = new Date(await noor.now() + 86_400_000);
  morning.setUTCHours(7, 30, 0, 0);
  for (const person of [sam, noor]) await person.waitUntil(morning.getTime());
  await to(noor, /^Question box/);
  await noor.press("Agree to these hours");
  await noor.press("I understand");
  // The private questions stand before agreeing, and lead back to it.
  await noor.press("Agree to these hours");
  await noor.sees("A few questions for you alone");
  await noor.press("Not now");
  await noor.sees("You and Sam");
  await noor.press(/^Question box/);
  await noor.press("Agree to these hours");
  await noor.press("I am not alone right now");
  await noor.sees("Question box");
  await noor.press("Agree to these hours");
  await noor.write("Your question", "Is it over, and since when?");
  await expect(noor.button("Put it in the box")).toHaveCount(0);
  // It waits with her, and Mine leads back to it.
  await noor.rest();
  await noor.place("Mine");
  await noor.press(/^A question for its hour/);
  await expect(noor.page.getByLabel("Your question")).toHaveValue("Is it over, and since when?");
  const before = await text(sam);
  expect(before).not.toContain("since when");

  // The hour, in the answerer's zone: Berlin.
  const hour = new Date(morning);
  const inBerlin = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: "Europe/Berlin" }).format(hour));
  hour.setTime(hour.getTime() + (19 - inBerlin) * 3_600_000 - 20 * 60_000);
  for (const person of [sam, noor]) await person.waitUntil(hour.getTime());
  await noor.press("Put it in the box");
  await expect(noor.page.getByText("That is all for today.", { exact: false })).toBeVisible();
  await expect(sam.page.getByText("Is it over, and since when?")).toBeVisible();
  // The questions were asked when the box was opened, and are not asked again in the same visit.
  await sam.press("Answer");
  await sam.press("I would rather say this aloud");
  await expect(noor.page.getByText("I would rather say this aloud.")).toBeVisible();

  // Written without a line, sent when it is back; what was answered before stays to be seen.
  await sam.press("Answer again");
  await sam.context.setOffline(true);
  await sam.write("In writing", "Yes. Since the second of March.");
  await sam.accessible();
  await sam.press("Send this answer");
  await expect(noor.page.getByText("Since the second of March")).toHaveCount(0);
  await sam.context.setOffline(false);
  await expect(noor.page.getByText("Since the second of March")).toBeVisible();
  await noor.page.getByText("Earlier answers").click();
  await expect(noor.page.getByText("I would rather say this aloud.")).toBeVisible();
  await noor.accessible();
  await sam.press("Close the box");
  await expect(noor.page.getByText("It is closed.")).toBeVisible();
  await server.stop();
});

test("it did not happen: a note, and nobody else's screen changes", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  for (const person of [sam, noor]) await person.press("To your space");
  await to(sam, /^Steps promised/);
  await sam.press("Promise a step");
  const understood = sam.button("I understand");
  await expect(understood.or(sam.page.getByLabel("What I will do"))).toBeVisible();
  if (await understood.isVisible()) await understood.click();
  await sam.write("What I will do", "I call before eight when I stay late.");
  await sam.press("Promise it");
  await to(noor, /^Steps promised/);
  await noor.press("Agree");
  await noor.press("I understand");
  await noor.press("Agree");
  await expect(sam.button("I did this")).toBeVisible();
  // Before its day, nothing did not happen.
  await expect(noor.button(/^It did not happen/)).toHaveCount(0);
  const later = (await noor.now()) + 9 * 86_400_000;
  for (const person of [sam, noor]) await person.waitUntil(later);
  for (const person of [sam, noor]) await to(person, /^Steps promised/);
  await expect(sam.page.getByText(/· Over$/)).toBeVisible();
  const before = await text(sam);
  const sent = noor.requests.length;
  await noor.press("It did not happen (only you see this)");
  await expect(noor.page.getByText("You noted that it did not happen.", { exact: false })).toBeVisible();
  expect(noor.requests.slice(sent).filter((it) => it.startsWith("POST"))).toEqual([]);
  expect(await text(sam)).toBe(before);
  // It stays so until its writer brings it up.
  await noor.press("Bring it up in a talk");
  await noor.sees("A few questions for you alone");
  await noor.press("I am not alone right now");
  await noor.sees("Offer a talk");
  await expect(noor.page.getByLabel("The one thing it is about")).toHaveValue("What was promised: I call before eight when I stay late.");
  expect(await text(sam)).toBe(before);
  await server.stop();
});
