// The first hard days: a hard moment without a network, where one is now without a trace, cards that only their reader sees.
import { expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

/** What the relay may see of somebody who does private things: only what everybody's app sends by itself. */
const ownAccord = /GET \/api\/v1\/(account|wake)|PUT \/api\/v1\/vault/;

test("a hard moment needs no account and no network, and asks for nothing", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.page.waitForLoadState("networkidle");
  await person.context.setOffline(true);
  const before = person.requests.length;
  await person.press("A hard moment");
  await person.press(/flooded/);
  await expect(person.page.getByText("Put both feet on the floor.")).toBeVisible();
  await person.press("Next");
  await expect(person.page.getByText("I will come back at …")).toBeVisible();
  await person.press("Next");
  // A chosen time is told at once, and on the last page.
  const back = person.page.getByText(/^Back at \d\d:\d\d$/);
  await person.press("in twenty minutes");
  await expect(back).toBeVisible();
  await person.press("no time");
  await expect(back).toHaveCount(0);
  await person.press("tomorrow");
  await expect(person.page.getByText(/^Back tomorrow at \d\d:\d\d$/)).toBeVisible();
  await person.press("in an hour");
  await person.press("Next");
  await person.sees("Enough for now");
  await expect(back).toBeVisible();
  await person.press("Close");
  await person.press("A hard moment");
  await person.press(/picture came back/);
  await person.press("Next");
  await person.press("Next");
  await person.sees("Enough for now");
  await expect(back).toHaveCount(0);
  await person.press("Close");
  await person.press("A hard moment");
  await person.press(/I am afraid/);
  await expect(person.page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  expect(person.requests.slice(before)).toEqual([]);
  await server.stop();
});

test("Today is the same whatever was answered; danger leads to Help and leaves nothing", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp({ sheet: false });
  await person.press("I am not alone right now");
  await person.sees(/One small thing/);
  const today = async () => {
    await person.place("Today");
    await person.sees(/One small thing/);
    return person.page.locator("#main").ariaSnapshot();
  };
  const answer = async (what: string[], rest: string[] = []) => {
    await person.place("Mine");
    await person.press(/^Where you are now/);
    for (const box of await person.page.getByRole("checkbox").all()) await box.uncheck();
    for (const label of what) await person.choose(label);
    await person.press("Next");
    for (const label of rest) { if (label) await person.choose(label); await person.press(label ? "Next" : "Skip"); }
  };
  const first = await today();
  expect(first).toContain("Four questions for you");
  const before = person.requests.length;
  const routes: [string[], string[], RegExp, RegExp][] = [
    [[], ["", "", ""], /A good place to begin/, /Understand/],
    [["An affair, or closeness with someone else"], ["Days", "the one who was hurt", "To mend it"], /very fresh/, /First days/],
    [["A lie, or something kept hidden"], ["Years", "the one who broke trust", "To mend it"], /your own part/, /Own it/],
    [["Drink, drugs, gambling or another addiction"], ["", "", ""], /addiction/, /See a therapist/],
    [["Violence, or I am afraid", "Money or debts"], [], /safety comes first/, /See Help/],
    [["One of us thinks of suicide"], [], /Talk to a person today/, /See Help/],
  ];
  let seen = "";
  for (const [what, rest, says, leads] of routes) {
    await answer(what, rest);
    await person.sees(says);
    await expect(person.button(leads).first()).toBeVisible();
    const now = await today();
    expect(now).not.toContain("Four questions for you");
    if (seen) expect(now).toBe(seen);
    seen = now;
  }
  // Of an answer that leads to Help, not even what stood beside it is kept.
  await person.place("Mine");
  await person.press(/^Where you are now/);
  for (const box of await person.page.getByRole("checkbox").all()) await expect(box).not.toBeChecked();
  expect(person.asked(before).filter((it) => !ownAccord.test(it))).toEqual([]);
  await server.stop();
});

test("first days: read without an account; questions are parked for oneself; ten minutes end by themselves", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.press("Learn");
  await person.press(/^First days\s*Cards/);
  await person.press(/^Questions, parked/);
  await expect(person.page.getByText("Without an account nothing is kept here.")).toBeVisible();
  await person.press("Back");
  await person.press(/^Three sentences/);
  for (const line of ["I did this.", "It was wrong and not your doing.", "I will listen."]) await expect(person.page.getByText(line, { exact: true })).toBeVisible();
  await person.press("Back");
  await person.press("Back");

  await person.page.goto(server.url);
  await person.ready();
  await person.signUp({ own: true, sheet: false });
  await person.press("I am not alone right now");
  await person.place("Mine");
  const before = person.requests.length;
  await person.press(/^First days/);
  await person.press(/^Questions, parked/);
  await person.write("A question, in your own words", "Since when?");
  await person.press("Park it");
  await person.write("A question, in your own words", "half a thou");
  // Parking starts no request; only what everybody's app sends by itself.
  expect(person.asked(before).filter((it) => !ownAccord.test(it))).toEqual([]);
  await person.lock();
  await person.unlock();
  await person.place("Mine");
  await person.press(/^First days/);
  await person.press(/^Questions, parked/);
  await expect(person.page.getByLabel("A question, in your own words")).toHaveValue("half a thou");
  await person.page.getByText("See what is parked").click();
  await expect(person.page.getByText("Since when?")).toBeVisible();
  await person.press("Let it go");
  await expect(person.page.getByText("Since when?")).toHaveCount(0);
  await person.press("Back");
  await person.press(/^Ten minutes/);
  await person.press("Start ten minutes");
  await expect(person.page.getByText("10 minutes left.")).toBeVisible();
  await person.waitUntil((await person.now()) + 10 * 60_000);
  await expect(person.page.locator("#main").getByText(/Stop here, even in the middle/)).toBeVisible();
  await server.stop();
});

test("Learn without an account: what is kept says so, and leads to an account", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.press("Learn");
  await person.press("The weekly check-in");
  await person.press("Try it alone");
  await person.sees("Sign in");
  await expect(person.page.getByText("This is kept in an account of your own")).toBeVisible();
  await person.accessible();
  await person.press("Make an account");
  await expect(person.heading("Sign in")).toHaveCount(0);
  // Whoever asks for the door itself is told nothing of it.
  await person.page.goto(server.url);
  await person.ready();
  await person.press("Sign in");
  await person.sees("Sign in");
  await expect(person.button("Make an account")).toHaveCount(0);
  await server.stop();
});

test("alone, a view for two says why it is empty, and what works alone", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp({ sheet: false });
  await person.press("I am not alone right now");
  await person.sees(/One small thing/);
  for (const [practice, go, title] of [
    ["The question box", "Do it together", "Question box"],
    ["Kind words that are true", "Go there", "Kind words"],
    ["Steps promised", "Go there", "Steps promised"],
    ["Being open about …", "Go there", "Being open about …"],
    ["The weekly check-in", "Do it together", "Check-in"],
    ["Listening in writing, apart", "Do it together", "Offer a talk"],
  ] as const) {
    await person.place("Learn");
    await person.press(practice);
    await person.press(go);
    await person.sees(title);
    await expect(person.page.getByText("This is for two"), practice).toBeVisible();
    await expect(person.button(/^To be understood/), practice).toBeVisible();
    await person.accessible();
  }
  await person.press(/^Letters/);
  await person.sees("Letters");
  // The way to it leads there too.
  await person.place("Together");
  await expect(person.button(/^Letters/)).toBeVisible();
  await server.stop();
});
