// Safety rules of docs/threat-model.md that a browser can show: neutral names, no trace, a cover, no third party, help when all is down.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

const TELLING = /trust|couple|partner|abuse|reknit|repair|relationship|heart|safe/i;

test("one neutral title, icon and manifest, everywhere (rule 8)", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  const manifest = await person.page.evaluate(async () => {
    const href = document.querySelector<HTMLLinkElement>("link[rel=manifest]")!.href;
    return await (await fetch(href)).text();
  });
  expect(manifest).not.toMatch(TELLING);
  const titles = new Set([await person.page.title()]);
  await person.signUp();
  await person.press("I am not alone right now");
  for (const place of ["Today", "Together", "Mine", "Learn", "Help"] as const) {
    if (place !== "Help") await person.place(place);
    else await person.press("Help");
    titles.add(await person.page.title());
  }
  expect([...titles]).toEqual(["Notes"]);
  const icons = await person.page.locator("link[rel~=icon]").evaluateAll((all) => all.map((it) => (it as HTMLLinkElement).href));
  expect(icons.length).toBe(1);
  expect(icons[0]).not.toMatch(TELLING);
  await server.stop();
});

test("nothing is cached, set as a cookie, sent to a third party, or said in the console (rules 9, 10, 22)", async ({ browser }) => {
  const server = await Server.start();
  const origins = new Set<string>();
  const said: string[] = [];
  const person = await Person.arrive(browser, server.url);
  person.page.on("request", (it) => origins.add(new URL(it.url()).origin));
  person.page.on("console", (it) => said.push(it.text()));
  const stored: string[] = [];
  person.page.on("response", async (it) => {
    const headers = it.headers();
    const path = new URL(it.url()).pathname;
    if ((path === "/" || path.startsWith("/api/")) && headers["cache-control"] !== "no-store") stored.push(path);
    if (headers["set-cookie"]) stored.push(`cookie from ${path}`);
  });
  await person.page.goto(`${server.url}/#j/not-an-invitation`);
  await person.ready();
  expect(person.page.url()).toBe(`${server.url}/`);
  const policy = (await (await person.page.request.get(server.url)).headersArray()).map((it) => `${it.name}: ${it.value}`.toLowerCase());
  expect(policy.join("\n")).toMatch(/referrer-policy: no-referrer/);
  expect(policy.join("\n")).toMatch(/default-src 'none'/);
  expect(policy.join("\n")).toMatch(/frame-ancestors 'none'/);
  expect(policy.join("\n")).toMatch(/x-dns-prefetch-control: off/);
  // Said in the documents too, for hosts that send no headers: Help names many hosts, and none is looked up before it is wanted.
  for (const path of ["/", "/help"]) {
    const text = await (await person.page.request.get(server.url + path)).text();
    expect(text).toContain('<meta http-equiv="x-dns-prefetch-control" content="off">');
    expect(text).toContain('<meta name="referrer" content="no-referrer">');
  }
  await person.page.goto(server.url);
  await person.ready();
  await person.signUp();
  await person.press("I am not alone right now");
  for (const place of ["Together", "Mine", "Learn", "Today"] as const) {
    await person.place(place);
    expect(person.page.url()).toBe(`${server.url}/`);
    expect(typeof (await person.page.evaluate(() => history.state))).toBe("number");
  }
  expect([...origins]).toEqual([new URL(server.url).origin]);
  expect(stored).toEqual([]);
  expect(said.filter((it) => it.includes(person.account.handle) || it.includes(person.account.passphrase))).toEqual([]);
  await server.stop();
});

test("hidden, it is covered at once, and locked on a device that is not one's own (rule 11)", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp();
  await person.press("I am not alone right now");
  await person.sees(/One small thing/);
  const hide = (hidden: boolean) => person.page.evaluate((to) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (to ? "hidden" : "visible") });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => to });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, hidden);
  await hide(true);
  expect(await person.page.evaluate(() => document.documentElement.classList.contains("covered"))).toBe(true);
  await expect(person.heading(/One small thing/)).toBeHidden();
  await hide(false);
  await person.sees("Locked");
  await server.stop();
});

test("looking at the page again asks the server nothing (rule 2)", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp({ own: true });
  await person.press("I am not alone right now");
  await person.sees(/One small thing/);
  const glance = () => person.page.evaluate(() => {
    for (const to of [true, false]) {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => to });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }
  });
  // What signing up began comes to rest; the next question of the schedule is most of a minute away.
  await person.page.waitForTimeout(4000);
  const before = person.requests.length;
  for (let at = 0; at < 3; at++) {
    await glance();
    await person.page.waitForTimeout(1500);
  }
  expect(person.asked(before)).toEqual([]);
  await expect(person.heading(/One small thing/)).toBeVisible();
  await server.stop();
});

test("no field is one that browsers keep among their own files (rule 10)", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  // Some browsers ask the field, others the form it belongs to.
  const kept = () => person.page.locator("textarea").evaluateAll((all) =>
    (all as HTMLTextAreaElement[]).filter((it) => it.autocomplete !== "off" || it.form?.autocomplete !== "off").map((it) => it.id));
  await person.press("paste it here");
  await expect(person.page.getByLabel("The link")).toBeVisible();
  expect(await kept()).toEqual([]);
  await person.press("Back");

  // A new passphrase is read below its field, which stays one of dots.
  await person.press("Start");
  await person.press("Next");
  const passphrase = person.page.getByLabel("Passphrase", { exact: true });
  const words = await passphrase.inputValue();
  await expect(passphrase).toHaveAttribute("autocomplete", "new-password");
  await expect(person.page.getByText(words)).toBeVisible();
  await expect(passphrase).toHaveAttribute("type", "password");
  await person.accessible();
  await person.press("Show");
  await expect(person.page.getByText(words)).toHaveCount(0);
  await person.press("Other words");
  await expect(passphrase).not.toHaveValue(words);
  await expect(person.page.getByText(await passphrase.inputValue())).toBeVisible();
  // One's own words take the place of the offered ones wherever one begins, and are not spelt out to whoever sits beside.
  await passphrase.click();
  await passphrase.press("ArrowRight");
  await passphrase.press("ArrowLeft");
  await passphrase.pressSequentially("my tent");
  await expect(passphrase).toHaveValue("my tent");
  await expect(person.page.getByText("my tent", { exact: true })).toHaveCount(0);
  await passphrase.fill("my own quite long words");
  await expect(person.page.getByText("my own quite long words")).toHaveCount(0);

  // Any other is off while its letters are shown.
  await person.press("Back");
  await person.press("Back");
  await person.press("Sign in");
  await person.press("Show");
  await expect(passphrase).toHaveAttribute("type", "text");
  await expect(passphrase).toHaveAttribute("autocomplete", "off");
  await server.stop();
});

test("a recovery sheet is saved under an address that holds nothing of it (rule 8)", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.press("Start");
  await person.press("Next");
  const handle = await person.page.getByLabel("Name for signing in").inputValue();
  await person.press("Next");
  await person.press("Make the account");
  await person.sees("Your recovery sheet");
  const code = await person.page.locator("#recovery-code").innerText();
  await expect(person.page.getByText("it shows in the list of downloads")).toBeVisible();
  await expect(person.page.locator("a[href^='data:']")).toHaveCount(0);
  const [file] = await Promise.all([person.page.waitForEvent("download"), person.press("Save as a file")]);
  expect(file.url()).toMatch(/^blob:/);
  expect(file.suggestedFilename()).toBe("notes.txt");
  expect(readFileSync(await file.path(), "utf8")).toBe(`${handle}\n${code}\n`);
  await server.stop();
});

test("password managers and pasting work (rule 14)", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.press("Sign in");
  const name = person.page.getByLabel("Name for signing in");
  const passphrase = person.page.getByLabel("Passphrase", { exact: true });
  await expect(name).toHaveAttribute("autocomplete", "username");
  await expect(passphrase).toHaveAttribute("autocomplete", "current-password");
  await person.page.evaluate(() => navigator.clipboard.writeText("five words from a manager"));
  await passphrase.focus();
  await person.page.keyboard.press("ControlOrMeta+V");
  await expect(passphrase).toHaveValue("five words from a manager");
  await server.stop();
});

test("nothing asks to notify, to locate or to look into the phone (rules 18, 20)", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.page.addInitScript(() => {
    const world = globalThis as unknown as { asked: string[] };
    world.asked = [];
    const note = (what: string) => () => { world.asked.push(what); return Promise.resolve("denied"); };
    if ("Notification" in globalThis) Notification.requestPermission = note("notify") as typeof Notification.requestPermission;
    navigator.geolocation.getCurrentPosition = note("locate");
    navigator.geolocation.watchPosition = note("locate") as never;
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = note("listen") as never;
  });
  await person.page.goto(server.url);
  await person.ready();
  await person.signUp();
  await person.press("I am not alone right now");
  for (const place of ["Today", "Together", "Mine", "Learn"] as const) await person.place(place);
  expect(await person.page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([]);
  await server.stop();
});

/** What everybody reads before they sign up. */
const TOLD = [
  "Whoever runs this place calls themselves “The Example Clinic”.",
  /when each of you connects and from where, who shares a space with whom/,
  /Whoever serves the app could change it/,
  /You can also run the app from your own computer/,
  /An app that was changed by whoever serves it/,
  /Someone who watches your phone/,
];

test("whoever comes by invitation is told the same before they sign up (rules 13, 24)", async ({ browser }) => {
  const server = await Server.start(["--operator", "The Example Clinic"]);
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp({ sheet: false });
  await sam.press("I am not alone right now");
  const noor = await Person.arrive(browser, await sam.invite("Sam"));
  await noor.sees("Sam invites you");
  expect((await noor.page.locator("#main").innerText()).trim()).toMatch(/^Leave this page, at the top, blanks the screen/);
  await noor.press("Make an account and go on");
  await noor.sees("Leaving this page fast");
  for (const words of TOLD) await expect(noor.page.locator("#main").getByText(words)).toBeVisible();
  await noor.accessible();
  await server.stop();
});

test("Help stands when the server is gone (rule 21), and the landing says who runs it and what they see (rule 24)", async ({ browser }) => {
  const server = await Server.start(["--operator", "The Example Clinic"]);
  const person = await Person.arrive(browser, server.url);
  await expect(person.page.getByText("Whoever runs this place calls themselves “The Example Clinic”.")).toBeVisible();
  for (const words of TOLD) await expect(person.page.locator("#landing").getByText(words)).toBeVisible();
  await server.kill();
  await person.press("Help");
  await expect(person.page.locator("#help").getByText("1-800-799-SAFE (7233)").first()).toBeVisible();
  await person.press("Back");
  await expect(person.button("Start")).toBeVisible();
});
