// A way out: three ways, at once, before the app has loaded, on a slow line, and nothing to come back to.
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

const AWAY = "https://www.wikipedia.org/";

async function elsewhere(context: BrowserContext, address = AWAY): Promise<void> {
  await context.route(`${address}**`, (it) => it.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>Elsewhere" }));
}

/** The first document, with an app that never comes. */
async function unloaded(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext();
  await context.route("**/*.wasm", () => {});
  await elsewhere(context);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function shift(page: Page, times: number): Promise<void> {
  for (let at = 0; at < times; at++) await page.keyboard.press("Shift");
}

const said = (page: Page) => page.locator("#leave-status");

test("it is explained before anything else is said, and the whole of it one tap away", async ({ browser }) => {
  const server = await Server.start();
  const page = await unloaded(browser, server.url);
  const first = await page.locator("#landing").innerText();
  expect(first.replace(/^Notes\s*/, "")).toMatch(/^Leave this page, at the top, blanks the screen/);
  expect(first).toContain("It does not erase the history of the browser. To come back, type the address again.");
  await page.goto(`${server.url}/help`);
  await expect(page.getByText("blanks the screen and opens an ordinary page")).toBeVisible();
  const sam = await Person.arrive(browser, server.url);
  await sam.press("What Leave this page does");
  await sam.sees("Leaving this page fast");
  await sam.press("Back");
  // Before an account is made, it is the first step.
  await sam.press("Start");
  await sam.sees("Leaving this page fast");
  await server.stop();
});

test("before the app has loaded: the first two stops of Tab, Enter, Space, a tap, Shift", async ({ browser }) => {
  const server = await Server.start();
  const ways: [string, (page: Page) => Promise<void>][] = [
    ["skip link", async (page) => { await page.keyboard.press("Tab"); await expect(page.getByRole("link", { name: "Leave this page", exact: true })).toBeFocused(); await page.keyboard.press("Enter"); }],
    ["button by Enter", async (page) => { await page.keyboard.press("Tab"); await page.keyboard.press("Tab"); await expect(page.getByRole("button", { name: "Leave this page", exact: true })).toBeFocused(); await page.keyboard.press("Enter"); }],
    ["button by Space", async (page) => { await page.getByRole("button", { name: "Leave this page", exact: true }).focus(); await page.keyboard.press("Space"); }],
    ["tap", (page) => page.getByRole("button", { name: "Leave this page", exact: true }).click()],
    ["shift", (page) => shift(page, 3)],
  ];
  for (const [name, go] of ways) {
    const page = await unloaded(browser, server.url);
    const box = await page.getByRole("button", { name: "Leave this page", exact: true }).boundingBox();
    expect(box!.height, "44 px at least").toBeGreaterThanOrEqual(44);
    await test.step(name, async () => { await go(page); await page.waitForURL(AWAY); });
    await page.context().close();
  }
  await server.stop();
});

test("on a slow line the page is empty at once, also while nothing answers", async ({ browser }) => {
  const server = await Server.start();
  const context = await browser.newContext();
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 12_000, uploadThroughput: 6_000 });
  await context.route(`${AWAY}**`, () => {});
  // As soon as the first document is there; the app is on its way for a minute.
  await page.goto(server.url, { waitUntil: "commit" });
  await page.getByRole("button", { name: "Leave this page", exact: true }).waitFor();
  expect(await page.evaluate(() => (globalThis as { notesApp?: boolean }).notesApp)).toBeUndefined();
  const left = await page.evaluate(() => new Promise<{ text: string; title: string; frames: number; height: number }>((resolve) => {
    let frames = 0;
    const look = () => {
      frames++;
      const word = document.body.querySelector<HTMLElement>(".leaving-word");
      resolve({ text: document.body.innerText.trim(), title: document.title, frames, height: word?.getBoundingClientRect().height ?? -1 });
    };
    document.querySelector<HTMLElement>(".exit")!.click();
    requestAnimationFrame(look);
  }));
  expect(left).toEqual({ text: "One moment.", title: "Notes", frames: 1, height: 1 });
  await server.stop();
});

test("Shift: not with another key, not held with Control or the pointer, not after five seconds; and it says where it is", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  await elsewhere(sam.context);
  const { page } = sam;
  await shift(page, 2);
  await expect(said(page)).toHaveText("Shift, one more time to leave this page.");
  await page.keyboard.press("a");
  await expect(said(page)).toHaveText("");
  for (const key of ["Shift", "Shift+A", "Shift", "Control+Shift", "Alt+Shift", "Shift"]) await page.keyboard.press(key);
  await page.keyboard.press("Escape");
  for (let at = 0; at < 3; at++) await page.locator("#landing").click({ modifiers: ["Shift"], position: { x: 4, y: 4 } });
  await shift(page, 1);
  await expect(said(page)).toHaveText("Shift, two more times to leave this page.");
  await page.evaluate(() => { (globalThis as unknown as { shiftMs: number }).shiftMs += 5001; });
  await shift(page, 2);
  await expect(said(page)).toHaveText("Shift, one more time to leave this page.");
  expect(page.url()).toBe(`${server.url}/`);
  // Held long, it is one press.
  await page.keyboard.down("Shift");
  await page.keyboard.down("Shift");
  await page.keyboard.up("Shift");
  await page.waitForURL(AWAY);
  await server.stop();
});

test("it sends nothing, drops the keys, and neither back nor forward brings anything back", async ({ browser }) => {
  const server = await Server.start(["--leave-to", "https://www.dwd.de/"]);
  const sam = await Person.arrive(browser, server.url);
  await elsewhere(sam.context, "https://www.dwd.de/");
  // The end of the page closes the socket, as it does for any tab: closed by itself, it would tell whoever runs the server.
  await sam.page.evaluate(() => {
    const close = WebSocket.prototype.close;
    WebSocket.prototype.close = function (...given) {
      (globalThis as unknown as { socketsClosed: number }).socketsClosed = 1;
      return close.apply(this, given);
    };
  });
  await sam.signUp();
  await sam.press("I am not alone right now");
  await sam.place("Mine");
  await sam.press(/^Settings/);
  await expect(sam.page.getByText(sam.account.handle)).toBeVisible();
  const before = sam.requests.length;
  const atLeaving = await sam.page.evaluate(() => {
    document.querySelector<HTMLElement>(".exit")!.click();
    return (globalThis as unknown as { socketsClosed?: number }).socketsClosed ?? 0;
  });
  expect(atLeaving, "no socket is closed by the app").toBe(0);
  await sam.page.waitForURL("https://www.dwd.de/");
  expect(sam.requests.slice(before)).toEqual(["GET /"]);
  for (const go of ["goBack", "goBack", "goForward"] as const) {
    await sam.page[go]().catch(() => undefined);
    await expect(sam.page.getByText(sam.account.handle)).toHaveCount(0);
    await expect(sam.page.getByRole("navigation")).toHaveCount(0);
    expect(await sam.page.title()).toMatch(/^(Notes|Elsewhere|)$/);
  }
  await server.stop();
});

test("put aside for the way back, a page holds no key", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp();
  await sam.press("I am not alone right now");
  await sam.sees(/One small thing/);
  await sam.page.evaluate(() => { dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false })); });
  await sam.sees(/One small thing/);
  await sam.page.evaluate(() => { dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })); });
  await sam.sees("Locked");
  await sam.unlock();
  await server.stop();
});

test("restored from the browser's memory of pages, nothing is on screen before the document is new", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp();
  await sam.press("I am not alone right now");
  await sam.sees(/One small thing/);
  const text = await sam.page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    return document.body.innerText;
  });
  expect(text).toBe("");
  await sam.ready();
  await expect(sam.page.getByText(sam.account.handle)).toHaveCount(0);
  await expect(sam.button("Start")).toBeVisible();
  await server.stop();
});
