// Losing the line, reloading, a second device, a new passphrase, the recovery code: nothing is lost or doubled.
import { expect, test } from "@playwright/test";
import { agreeToHour, pair, Person, proposeHour } from "./lib/person";
import { Server } from "./lib/server";

async function kindWords(person: Person): Promise<void> {
  await person.place("Together");
  await person.press(/^Kind words/);
}

async function send(person: Person, words: string): Promise<void> {
  await person.write("Something I am glad you did", words);
  await person.press("Send it");
}

async function expectOnce(person: Person, words: string): Promise<void> {
  await expect(person.page.locator(".said", { hasText: words })).toHaveCount(1);
}

test("on an own device: typed, reloaded, sent without a line, reloaded again", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url, true);
  await kindWords(noor);

  // What was typed survives a reload that nobody announced.
  await kindWords(sam);
  await sam.write("Something I am glad you did", "A draft that stays.");
  await expect.poll(() => keptBlobs(sam)).toBeGreaterThan(3);
  await sam.rest();
  await sam.page.reload();
  await sam.ready();
  await sam.unlock();
  await sam.place("Mine");
  await sam.press(/^Kind words/);
  await expect(sam.page.getByLabel("Something I am glad you did")).toHaveValue("A draft that stays.");

  // Without a line it is kept here, and says so.
  await sam.context.setOffline(true);
  await send(sam, "Sent without a line.");
  await expect(sam.page.getByText(/waits on this device/)).toBeVisible();
  await sam.page.reload();
  await sam.ready();
  await sam.unlock();
  await kindWords(sam);
  await expectOnce(sam, "Sent without a line.");
  await expect(sam.page.getByText("Waits to be sent")).toBeVisible();
  await sam.context.setOffline(false);
  await expect(sam.page.getByText("Waits to be sent")).toHaveCount(0);
  await expectOnce(noor, "Sent without a line.");

  // The relay goes away in the middle, and comes back.
  await server.kill();
  await send(sam, "Said while it was away.");
  await expect(sam.page.getByText(/waits on this device/)).toBeVisible();
  const again = await Server.start([], server.folder, server.port);
  await expect(sam.page.getByText("Waits to be sent")).toHaveCount(0, { timeout: 60_000 });
  await expect(noor.page.locator(".said", { hasText: "Said while it was away." })).toHaveCount(1, { timeout: 60_000 });
  await expectOnce(noor, "Sent without a line.");

  // The wrong passphrase opens nothing here either; signing out leaves nothing behind.
  await sam.lock();
  await sam.write("Passphrase", "not the passphrase at all");
  await sam.press("Unlock");
  await expect(sam.page.getByText("This passphrase does not open the copy.")).toBeVisible();
  await sam.unlock();
  await sam.place("Mine");
  await sam.press(/^Settings/);
  await sam.press("Sign out here");
  await sam.page.getByRole("group").getByRole("button", { name: "Sign out here" }).click();
  await expect(sam.button("Start")).toBeVisible();
  expect(await sam.page.evaluate(() => indexedDB.databases())).toEqual([]);
  await expect.poll(() => sam.page.evaluate(() => caches.keys())).toEqual([]);
  await again.stop();
});

/** How many sealed blobs the device keeps. */
function keptBlobs(person: Person): Promise<number> {
  return person.page.evaluate(() => new Promise<number>((resolve) => {
    const open = indexedDB.open("notes");
    open.onsuccess = () => {
      const count = open.result.transaction("notes").objectStore("notes").count();
      count.onsuccess = () => { resolve(count.result); open.result.close(); };
    };
  }));
}

test("on a device of others: only in this tab, and locking loses nothing", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await kindWords(sam);
  await kindWords(noor);
  await sam.context.setOffline(true);
  await send(sam, "Only in this tab.");
  await expect(sam.page.getByText(/waits only in this tab/)).toBeVisible();
  await sam.write("Something I am glad you did", "A draft in a tab.");
  await sam.lock();
  await expect(sam.page.getByText("Only in this tab.")).toHaveCount(0);
  await sam.unlock();
  await kindWords(sam);
  await expectOnce(sam, "Only in this tab.");
  await expect(sam.page.getByLabel("Something I am glad you did")).toHaveValue("A draft in a tab.");
  await sam.context.setOffline(false);
  await expectOnce(noor, "Only in this tab.");
  expect(await sam.page.evaluate(() => indexedDB.databases())).toEqual([]);

  // Hidden once, it locks at once.
  await sam.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await expect(sam.page.locator("#cover")).toBeVisible();
  await sam.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => false });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await sam.sees("Locked");
  await server.stop();
});

test("a second device, a new passphrase, and the way back with the code", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  const first = { ...sam.account };
  await kindWords(sam);
  await kindWords(noor);
  await send(sam, "From the first device.");
  await send(noor, "From Noor.");
  await expectOnce(sam, "From Noor.");

  // A second device of Sam's has everything, and both go on as one.
  const second = await Person.arrive(browser, server.url);
  await second.signIn(first);
  await kindWords(second);
  await expectOnce(second, "From the first device.");
  await expectOnce(second, "From Noor.");
  await send(second, "From the second device.");
  await send(sam, "From the first again.");
  for (const person of [sam, second, noor]) {
    await expectOnce(person, "From the second device.");
    await expectOnce(person, "From the first again.");
    await expect(person.page.locator("article.sheet")).toHaveCount(4);
  }

  // Sam changes the passphrase on the first. The second is signed out, and says so.
  await sam.place("Mine");
  await sam.press(/^Settings/);
  await sam.press(/^Change the passphrase/);
  await sam.write("Passphrase now", "not the passphrase at all");
  await sam.press("Change the passphrase");
  await expect(sam.page.getByText("The passphrase you have now does not fit.")).toBeVisible();
  await sam.write("Passphrase now", first.passphrase);
  const changed = { ...first, passphrase: await sam.page.getByLabel("Passphrase", { exact: true }).inputValue() };
  await sam.press("Change the passphrase");
  await sam.sees("Your recovery sheet");
  changed.code = await sam.page.locator("#recovery-code").innerText();
  await sam.press("I have put it away");
  await sam.sees("The passphrase is changed");
  sam.account = changed;
  await sam.lock();
  await sam.unlock();
  await expect(second.page.getByText(/You are signed out here/)).toBeVisible({ timeout: 90_000 });

  // The old passphrase opens nothing; the old code neither.
  const old = await Person.arrive(browser, server.url);
  await old.press("Sign in");
  await old.write("Name for signing in", first.handle);
  await old.write("Passphrase", first.passphrase);
  await old.press("Sign in");
  await expect(old.page.getByText("Name and passphrase do not fit together.")).toBeVisible();
  await old.press("I forgot the passphrase");
  await old.write("Name for signing in", first.handle);
  await old.write("Recovery code", first.code);
  await old.press("Set the new passphrase");
  await expect(old.page.getByText("Name and code do not fit together.")).toBeVisible();

  // The new code does, and everything that was said is there. Noor's words go on arriving.
  await old.write("Recovery code", changed.code);
  await old.press("Set the new passphrase");
  await old.sees("Your recovery sheet");
  await old.press("I have put it away");
  await old.sees(/One small thing/);
  await kindWords(old);
  await expect(old.page.locator("article.sheet")).toHaveCount(4);
  await kindWords(noor);
  await send(noor, "After the change.");
  await expectOnce(old, "After the change.");
  await send(old, "And back.");
  await expectOnce(noor, "And back.");
  await expect(sam.page.getByText(/You are signed out here/)).toBeVisible({ timeout: 90_000 });
  await server.stop();
});

test("a new recovery code comes to whoever went on meanwhile, and one that nobody put away is told", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp();
  await sam.press("I am not alone right now");
  const told = sam.page.getByText(/^A new recovery code was made, or may have been/);

  /** Begins to change the passphrase, and has the server wait with its answer until it is let go on. */
  async function change(): Promise<() => void> {
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => { goOn = resolve; });
    await sam.page.route("**/api/v1/rekey/start", async (route) => { await gate; await route.continue(); }, { times: 1 });
    await sam.place("Mine");
    await sam.press(/^Settings/);
    await sam.press(/^Change the passphrase/);
    await sam.write("Passphrase now", sam.account.passphrase);
    sam.account.passphrase = await sam.page.getByLabel("Passphrase", { exact: true }).inputValue();
    const asked = sam.page.waitForRequest((it) => it.url().includes("/api/v1/rekey/start"));
    await sam.press("Change the passphrase");
    await asked;
    return goOn;
  }

  // Gone on to Today: the code comes there, and stays until it is put away, whatever *back* does.
  let goOn = await change();
  await sam.place("Today");
  await sam.sees(/One small thing/);
  await expect(told).toHaveCount(0);
  goOn();
  await sam.sees("Your recovery sheet");
  expect(await sam.page.locator("#recovery-code").innerText()).not.toBe(sam.account.code);
  await expect(sam.page.getByRole("navigation")).toHaveCount(0);
  await sam.accessible();
  await sam.page.goBack();
  await sam.sees("Your recovery sheet");
  await expect(told).toHaveCount(0);
  await sam.press("I have put it away");
  await expect(sam.heading("Your recovery sheet")).toHaveCount(0);
  await sam.place("Today");
  await sam.lock();
  await sam.unlock();
  await sam.rest();
  await expect(told).toHaveCount(0);

  // Locked while it was made: the screen closes at once, the new passphrase opens it, and the code is nowhere.
  goOn = await change();
  await sam.lock();
  goOn();
  await sam.unlock();
  await expect(sam.heading("Your recovery sheet")).toHaveCount(0);
  await expect(told).toBeVisible();
  await sam.accessible();

  await sam.press("I have put it away");
  await expect(told).toHaveCount(0);

  // Another is made, and the tab is gone before it was put away: another device says so too.
  goOn = await change();
  goOn();
  await sam.sees("Your recovery sheet");
  const { account } = sam;
  await sam.leave();
  const again = await Person.arrive(browser, server.url);
  await again.signIn(account);
  const toldAgain = again.page.getByText(/^A new recovery code was made, or may have been/);
  await expect(toldAgain).toBeVisible();
  await again.press("I have put it away");
  await expect(toldAgain).toHaveCount(0);
  await again.lock();
  await again.unlock();
  await again.rest();
  await expect(toldAgain).toHaveCount(0);
  await server.stop();
});

test("what was unset on a page stays unset after locking", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await proposeHour(sam);
  await agreeToHour(noor);
  const shares = sam.page.getByLabel("Show these four to the other as well");
  const toPage = async () => {
    await sam.place("Together");
    await sam.press(/^Check-in/);
    await sam.understand(shares);
  };
  const throughLock = async () => {
    await sam.rest();
    await sam.lock();
    await sam.unlock();
    await toPage();
  };
  await toPage();
  await sam.page.getByLabel(/^Trust:/).fill("3");
  await sam.page.getByLabel(/^Hope:/).fill("7");
  await shares.check();
  await throughLock();
  await expect(shares).toBeChecked();
  await shares.uncheck();
  await throughLock();
  await expect(shares).not.toBeChecked();
  await sam.press("Leave out");
  await expect(sam.page.getByLabel("Trust: left out")).toBeVisible();
  await throughLock();
  await expect(sam.page.getByLabel("Trust: left out")).toBeVisible();
  await expect(sam.page.getByLabel("Hope: 7")).toBeVisible();
  // A touch where it stands anyway sets it; so does choosing another form.
  await sam.page.getByLabel("Trust: left out").click();
  await expect(sam.page.getByLabel("Trust: 5")).toBeVisible();
  await sam.page.getByRole("radio").nth(1).check();
  await throughLock();
  await expect(sam.page.getByLabel("Trust: 5")).toBeVisible();
  await expect(sam.page.getByRole("radio").nth(1)).toBeChecked();
  await server.stop();
});
