// What must hold for the person at risk: help at once and unseen, a way out, nothing that tells.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

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
    for (const button of await page.locator("button").all()) await expect(button).toBeHidden();
    // The way out is a link: it leads away without a script too. Every country can be opened.
    await expect(page.getByRole("button", { name: "Leave this page", exact: true })).toHaveAttribute("href", "https://www.wikipedia.org/");
    await page.locator("summary").getByText("New Zealand", { exact: true }).click();
    await expect(page.locator("details[data-country=nz] a[href^='tel:']").first()).toBeVisible();
  }
  await page.goto(server.url);
  await expect(page.getByText("This place is run by The Example Clinic.")).toBeVisible();
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
  await person.sees("Thank you for answering");
  await person.press("See Help");
  await expect(person.page.getByRole("heading", { name: "Not safe at home" })).toBeVisible();
  await person.press("Back");
  await person.sees(/A few questions|Thank you/);
  expect(person.asked(before).filter((it) => !/GET \/api\/v1\/(account|wake)|PUT \/api\/v1\/vault/.test(it))).toEqual([]);
  await person.place("Today");
  await person.place("Together");
  await person.press("Invite someone");
  await person.press("Begin");
  for (let at = 0; at < 12; at++) await person.press("No");
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
  const shift = (ms: number) => person.page.evaluate((by) => {
    const world = globalThis as unknown as { shiftMs?: number };
    world.shiftMs = (world.shiftMs ?? 0) + by;
  }, ms);
  await shift(165_000);
  await expect(person.page.getByRole("alertdialog")).toBeVisible();
  await expect(person.button("Stay")).toBeFocused();
  await expect(person.page.getByText(person.account.handle)).toHaveCount(0);
  await person.press("Stay");
  await expect(person.page.getByRole("alertdialog")).toHaveCount(0);
  await expect(person.heading(/One small thing/)).toBeFocused();
  await shift(200_000);
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
  await shift(200_000);
  await person.sees("Locked");
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
