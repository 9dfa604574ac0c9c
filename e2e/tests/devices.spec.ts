// Losing the line, reloading, a second device, a new passphrase, the recovery code: nothing is lost or doubled.
import { expect, test } from "@playwright/test";
import { pair, Person } from "./lib/person";
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
