// What must hold for the person at risk: help at once and unseen, a way out, nothing that tells.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

/** The clock goes on, and nobody is there. */
function shift(person: Person, ms: number): Promise<void> {
  return person.page.evaluate((by) => {
    const world = globalThis as unknown as { shiftMs?: number };
    world.shiftMs = (world.shiftMs ?? 0) + by;
  }, ms);
}

/** Somebody looks at something else for so long, and comes back. */
async function lookAway(person: Person, ms: number): Promise<void> {
  const hide = (hidden: boolean) => person.page.evaluate((to) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => to });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, hidden);
  await hide(true);
  await shift(person, ms);
  await hide(false);
}

/** Has the server wait with one answer. Gives the question, once it is asked, and what lets the answer go. */
async function holdBack(person: Person, path: string): Promise<{ asked: Promise<unknown>; goOn: () => void }> {
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => { goOn = resolve; });
  await person.page.route(`**${path}`, async (route) => { await gate; await route.continue(); }, { times: 1 });
  return { asked: person.page.waitForRequest((it) => it.url().endsWith(path)), goOn };
}

test("Help opens with no request, before and after signing up, and lists what may be listed", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.page.waitForLoadState("networkidle");
  const before = person.requests.length;
  await person.press("Help");
  await expect(person.page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await expect(person.page.locator("#help").getByText("1-800-799-SAFE (7233)").first()).toBeVisible();
  await expect(person.page.locator("#help").getByText("1-866-331-9474").first()).toBeVisible();
  for (const link of await person.page.locator("#help a[href^='tel:']").all()) {
    const dial = (await link.getAttribute("href"))!.slice(4).replace(/\D/g, "");
    const printed = (await link.innerText()).replace("SAFE", "7233").replace(/\(7233\)/, "").replace(/\D/g, "");
    expect(printed.endsWith(dial) || dial.endsWith(printed), `${printed} is what is dialled`).toBe(true);
  }
  for (const link of await person.page.locator("a[href^='http']").all()) {
    expect(await link.getAttribute("rel")).toContain("noreferrer");
  }
  expect(person.requests.length).toBe(before);
  expect(person.page.url()).toBe(`${server.url}/`);
  await person.press("Back");
  await expect(person.button("Start")).toBeVisible();
  expect(person.requests.length).toBe(before);
  await server.stop();
});

test("Help and the landing need no JavaScript", async ({ browser }) => {
  const server = await Server.start(["--operator", "The Example Clinic"]);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const path of ["/", "/help"]) {
    await page.goto(server.url + path);
    await expect(page.getByRole("heading", { name: "Help", exact: true })).toBeVisible();
    await expect(page.getByText("In danger now").first()).toBeVisible();
    await expect(page.locator("a[href^='tel:']").first()).toBeVisible();
    for (const button of await page.locator("button:not(.link), .only-js button").all()) await expect(button).toBeHidden();
    // What leads on within a sentence stays as words.
    const others = page.locator("#help li").filter({ hasText: "Other countries:" }).first();
    await expect(others).toHaveText("Other countries: see Lines by country", { useInnerText: true });
    // The way out is a link: it leads away without a script too. Every country can be opened.
    await expect(page.getByRole("button", { name: "Leave this page", exact: true })).toHaveAttribute("href", "https://www.wikipedia.org/");
    await page.locator("summary").getByText("New Zealand", { exact: true }).click();
    await expect(page.locator("details[data-country=nz] a[href^='tel:']").first()).toBeVisible();
  }
  await page.goto(server.url);
  await expect(page.getByText("Whoever runs this place calls themselves “The Example Clinic”.")).toBeVisible();
  const afraid = page.locator("#landing p").filter({ hasText: "Afraid of someone?" });
  await expect(afraid).toHaveText("Afraid of someone? Help needs no account.", { useInnerText: true });
  await server.stop();
});

test("a yes leads to help, a no is no clearance, and being watched skips all of it", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp({ sheet: false });
  const before = person.requests.length;
  await person.press("Begin");
  await person.press("Yes");
  for (let at = 1; at < 12; at++) await person.press("No");
  await person.sees(/^Thank you$/);
  await person.press("See Help");
  await expect(person.page.getByRole("heading", { name: "Not safe at home" })).toBeVisible();
  await person.press("Back");
  await person.sees(/^(A few questions|Thank you$)/);
  expect(person.asked(before).filter((it) => !/GET \/api\/v1\/(account|wake)|PUT \/api\/v1\/vault/.test(it))).toEqual([]);
  await person.place("Today");
  await person.place("Together");
  await person.press("Invite someone");
  await person.press("Begin");
  for (let at = 0; at < 12; at++) await person.press("No");
  // A glance does not tell which way it was answered, and the heading is no clearance.
  await person.sees(/^Thank you$/);
  await expect(person.page.getByText("A few questions cannot see everything.")).toBeVisible();
  await person.press("Go on");
  await person.sees("Invite someone");
  await server.stop();
});

test("idle, it warns without content and locks; the address never tells", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp();
  await person.press("I am not alone right now");
  await person.sees(/One small thing/);
  await shift(person, 165_000);
  await expect(person.page.getByRole("alertdialog")).toBeVisible();
  await expect(person.button("Stay")).toBeFocused();
  await expect(person.page.getByText(person.account.handle)).toHaveCount(0);
  await person.press("Stay");
  await expect(person.page.getByRole("alertdialog")).toHaveCount(0);
  await expect(person.heading(/One small thing/)).toBeFocused();
  await shift(person, 200_000);
  await person.sees("Locked");
  expect(person.page.url()).toBe(`${server.url}/`);
  expect(await person.page.title()).toBe("Notes");
  expect(typeof (await person.page.evaluate(() => history.state))).toBe("number");
  await person.page.goBack().catch(() => undefined);
  await expect(person.page.getByRole("navigation")).toHaveCount(0);

  // A practice without a running timer keeps nothing open.
  if (await person.heading("Locked").isHidden()) await person.page.goForward();
  await person.unlock();
  await person.press("A hard moment");
  await person.press(/flooded/);
  await person.press("Show all lines at once");
  await shift(person, 200_000);
  await person.sees("Locked");
  await server.stop();
});

test("a door that nobody is at leads back to the start, and what was typed there is forgotten", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  const name = person.page.getByLabel("Name for signing in");
  const passphrase = person.page.getByLabel("Passphrase", { exact: true });
  const start = person.button("Start");

  // Idle, half-way through signing up.
  await person.press("Start");
  await person.press("Next");
  await name.fill("half-way-here");
  await shift(person, 585_000);
  await expect(person.page.getByRole("alertdialog")).toBeVisible();
  await person.press("Stay");
  await expect(name).toHaveValue("half-way-here");
  await shift(person, 620_000);
  await expect(start).toBeVisible();
  await person.page.goBack();
  await expect(start).toBeVisible();
  await expect(name).toHaveCount(0);

  // Hidden, at each of the others; a look at another app, where a passphrase is kept, is nothing.
  await person.press("Sign in");
  await name.fill("half-way-here");
  await passphrase.fill("words for nobody else");
  await lookAway(person, 300_000);
  await expect(passphrase).toHaveValue("words for nobody else");
  await lookAway(person, 601_000);
  await expect(start).toBeVisible();
  await person.press("Sign in");
  await expect(name).toHaveValue("");
  await expect(passphrase).toHaveValue("");
  await person.press("I forgot the passphrase");
  await person.write("Recovery code", "ABCD-EFGH");
  await lookAway(person, 601_000);
  await expect(start).toBeVisible();
  await person.press("Sign in");
  await person.press("I forgot the passphrase");
  await expect(person.page.getByLabel("Recovery code")).toHaveValue("");
  await person.press("Back");
  await person.press("Back");

  // What is just being carried out is waited for.
  await person.press("Start");
  await person.press("Next");
  await expect(name).not.toHaveValue("half-way-here");
  person.account = { handle: await name.inputValue(), passphrase: await passphrase.inputValue(), code: "" };
  await person.press("Next");
  await person.choose("Yes, only I use it");
  await person.choose(/No, I will keep the passphrase/);
  const { asked, goOn } = await holdBack(person, "/api/v1/register/start");
  await person.press("Make the account");
  await asked;
  await lookAway(person, 601_000);
  await person.sees("Making your keys");
  goOn();
  await person.press("I am not alone right now");
  await person.sees(/One small thing/);

  // Where home is a door, the view stays, and what was typed goes.
  await person.lock();
  await passphrase.fill("words for nobody else");
  await lookAway(person, 601_000);
  await person.sees("Locked");
  await expect(passphrase).toHaveValue("");
  await passphrase.fill("words for nobody else");
  await shift(person, 620_000);
  await expect(passphrase).toHaveValue("");
  await expect(person.page.getByRole("alertdialog")).toHaveCount(0);
  await person.unlock();
  await server.stop();
});

test("hidden while keys change, it stays covered until it is locked", async ({ browser }) => {
  const server = await Server.start();
  for (const own of [false, true]) {
    const person = await Person.arrive(browser, server.url);
    const covered = () => person.page.evaluate(() => document.documentElement.classList.contains("covered"));
    await person.signUp({ own, sheet: false });
    await person.press("I am not alone right now");
    await person.place("Mine");
    await person.press(/^Settings/);
    await person.press(/^Change the passphrase/);
    await person.write("Passphrase now", person.account.passphrase);
    person.account.passphrase = await person.page.getByLabel("Passphrase", { exact: true }).inputValue();
    const { asked, goOn } = await holdBack(person, "/api/v1/rekey/start");
    await person.press("Change the passphrase");
    await asked;
    // On a device of others a moment is enough.
    await lookAway(person, own ? 61_000 : 0);
    expect(await covered(), `own: ${own}`).toBe(true);
    goOn();
    await person.sees("Locked");
    expect(await covered(), `own: ${own}`).toBe(false);
    await person.unlock();
    await person.leave();
  }
  await server.stop();
});

test("a host may bring helplines of its own; a table that could mislead is refused; the language guesses a country and asks nobody", async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), "lines-"));
  const file = join(folder, "lines.csv");
  const ours = readFileSync("../content/helplines.csv", "utf8").split("\n");
  const always = ours.filter((it) => /^US,United States,(National Domestic Violence Hotline|Love is Respect),/.test(it));
  const own = "AT,Austria,A shelter of our own,anyone,01 234 56,0123456,,https://example.org/,,de,133,read,x,,yes,2026-11-20";
  writeFileSync(file, [ours[0], ...always, own, ""].join("\n"));
  const server = await Server.start(["--helplines", file]);
  const person = await Person.arrive(browser, server.url, { locale: "de-AT" });
  await person.page.waitForLoadState("networkidle");
  const before = person.requests.length;
  await person.press("Help");
  // The guessed country is open, and the only one.
  await expect(person.page.locator("#help details.country[open]")).toHaveCount(1);
  await expect(person.page.getByText("A shelter of our own")).toBeVisible();
  await expect(person.page.locator("#help details[open] a[href='tel:0123456']")).toHaveText("01 234 56");
  await expect(person.page.getByText("checked on 2026-11-20")).toBeVisible();
  await expect(person.page.getByText("Whoever runs this server gave this list.")).toBeVisible();
  await expect(person.page.getByText("This list comes from whoever runs this server, and not from the makers of this app.")).toBeVisible();
  await expect(person.page.getByText("put together from other published lists"), "that is said of ours").toHaveCount(0);
  expect(person.requests.length).toBe(before);
  await server.stop();
  writeFileSync(file, [ours[0], ...always, own.replace("0123456", "0123457"), ""].join("\n"));
  await expect(Server.start(["--helplines", file])).rejects.toThrow(/line 4 \(A shelter of our own\): the digits to dial/);
  await expect(Server.start(["--leave-to", "https://example.org/"])).rejects.toThrow(/wikipedia/);
  rmSync(folder, { recursive: true });
});

test("Help prints as a neutral first sheet, then words; only the chosen country", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.press("Help");
  await person.page.emulateMedia({ media: "print" });
  await expect(person.heading("Help")).toBeHidden();
  await expect(person.page.locator("#help > .print-top")).toBeVisible();
  expect((await person.page.locator("#help").innerText()).trim().split("\n")[0]).toBe("Notes");
  await expect(person.page.locator("#help .print-top")).toHaveCSS("break-after", "page");
  await expect(person.page.locator(".exit")).toBeHidden();
  expect(await person.page.title()).toBe("Notes");
  await server.stop();
});
