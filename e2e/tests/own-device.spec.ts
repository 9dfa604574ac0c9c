// What a device keeps, when reading it fails or another tab has it; and which session ends with locking.
import { expect, type Locator, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

const END = "DELETE /api/v1/sessions/current";

/** Alone, on a device of one's own or of others, with a draft of a step. */
async function alone(person: Person, own: boolean): Promise<void> {
  await person.signUp({ own, sheet: false });
  await person.press("I am not alone right now");
  await person.sees(/One small thing/);
}

/** Where something is typed for oneself. */
async function parking(person: Person): Promise<Locator> {
  await person.place("Mine");
  await person.press(/^First days/);
  await person.press(/^Questions, parked/);
  return person.page.getByLabel("A question, in your own words");
}

test("a copy that cannot be read now is kept, and it is said", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await alone(person, true);
  await (await parking(person)).fill("Why did you not ring?");
  await person.rest();
  // From the next load on, the browser gives nothing.
  await person.context.addInitScript(() => {
    const read = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (...given) {
      if ((globalThis as unknown as { mended?: boolean }).mended) return read.apply(this, given);
      throw new DOMException("it is not given", "UnknownError");
    };
  });
  await person.page.reload();
  await person.ready();
  await person.sees("Locked");
  await person.write("Passphrase", person.account.passphrase);
  await person.press("Unlock");
  await expect(person.page.getByText("What this device keeps cannot be read at the moment.")).toBeVisible();
  await person.accessible();
  // Signing in writes nothing over it either.
  await person.press("Sign in with a name");
  await person.write("Name for signing in", person.account.handle);
  await person.write("Passphrase", person.account.passphrase);
  await person.press("Sign in");
  await expect(person.page.getByText("What this device keeps cannot be read at the moment.")).toBeVisible();
  await person.press("Back");
  await person.page.evaluate(() => { (globalThis as unknown as { mended?: boolean }).mended = true; });
  await person.unlock();
  await expect(await parking(person)).toHaveValue("Why did you not ring?");
  await server.stop();
});

test("a second tab is told, and takes over once the first is locked", async ({ browser }) => {
  const server = await Server.start();
  const first = await Person.arrive(browser, server.url);
  await alone(first, true);
  const second = await first.again();
  await second.sees("Locked");
  await second.write("Passphrase", first.account.passphrase);
  await second.press("Unlock");
  await expect(second.page.getByText("This is open in another tab. Lock it or close it there first.")).toBeVisible();
  await first.lock();
  await second.unlock();
  await first.write("Passphrase", first.account.passphrase);
  await first.press("Unlock");
  await expect(first.page.getByText("This is open in another tab. Lock it or close it there first.")).toBeVisible();
  await second.page.close();
  await first.unlock();
  await server.stop();
});

test("a wrong passphrase in one tab keeps no other tab out", async ({ browser }) => {
  const server = await Server.start();
  const first = await Person.arrive(browser, server.url);
  await alone(first, true);
  const second = await first.again();
  await first.lock();
  await first.rest();
  // At the lock, then at the door.
  await first.write("Passphrase", "not the passphrase at all");
  await first.press("Unlock");
  await expect(first.page.getByText("This passphrase does not open the copy.")).toBeVisible();
  await second.unlock();
  await second.lock();
  await second.rest();
  await second.press("Sign in with a name");
  await second.write("Name for signing in", first.account.handle);
  await second.write("Passphrase", "not the passphrase at all");
  await second.press("Sign in");
  await expect(second.page.getByText("Name and passphrase do not fit together.")).toBeVisible();
  await first.unlock();
  // Now it is open in the first, and the second is told.
  await second.write("Passphrase", first.account.passphrase);
  await second.press("Sign in");
  await expect(second.page.getByText("This is open in another tab. Lock it or close it there first.")).toBeVisible();
  await server.stop();
});

test("signing in anew over an open account loses nothing, and a wrong passphrase leaves it locked", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await alone(person, true);
  // Signed out by a new passphrase elsewhere: the bar leads to the door while the account is open.
  const elsewhere = await Person.arrive(browser, server.url);
  await elsewhere.signIn(person.account);
  await elsewhere.place("Mine");
  await elsewhere.press(/^Settings/);
  await elsewhere.press(/^Change the passphrase/);
  await elsewhere.write("Passphrase now", person.account.passphrase);
  const passphrase = await elsewhere.page.getByLabel("Passphrase", { exact: true }).inputValue();
  await elsewhere.press("Change the passphrase");
  await elsewhere.press("I have put it away");
  await expect(person.page.getByText(/You are signed out here/)).toBeVisible({ timeout: 90_000 });
  await (await parking(person)).fill("Typed while signed out.");
  await person.page.locator(".notice").getByRole("button", { name: "Sign in" }).click();
  // Not the button of the bar above.
  const submit = person.page.locator("form").getByRole("button", { name: "Sign in", exact: true });
  await person.write("Passphrase", "not the passphrase at all");
  await submit.click();
  await expect(person.page.getByText("Name and passphrase do not fit together.")).toBeVisible();
  await expect(person.page.getByRole("navigation")).toHaveCount(0);
  await person.write("Passphrase", passphrase);
  await submit.click();
  await person.sees(/One small thing/);
  await expect(await parking(person)).toHaveValue("Typed while signed out.");
  await server.stop();
});

test("words of a copy that cannot be unlocked come along with signing in", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await alone(person, true);
  await (await parking(person)).fill("Why did you not ring?");
  await person.rest();
  // What says how to unlock it was never written.
  await person.page.evaluate(() => new Promise<void>((resolve) => {
    const open = indexedDB.open("notes");
    open.onsuccess = () => {
      const done = open.result.transaction("notes", "readwrite");
      done.objectStore("notes").delete("device");
      done.oncomplete = () => { open.result.close(); resolve(); };
    };
  }));
  await person.page.reload();
  await person.ready();
  await person.signIn(person.account, true);
  await expect(await parking(person)).toHaveValue("Why did you not ring?");
  await server.stop();
});

test("locking ends the session on a device of others, and on one's own it does not", async ({ browser }) => {
  const server = await Server.start();
  for (const own of [false, true]) {
    const person = await Person.arrive(browser, server.url);
    await alone(person, own);
    const token = person.page.waitForRequest((it) => it.url().includes("/api/v1/account"));
    await person.waitUntil((await person.now()) + 61_000);
    const bearer = (await token).headers()["authorization"];
    await person.lock();
    await person.rest();
    expect(person.requests.includes(END), `own: ${own}`).toBe(!own);
    const reply = await person.page.request.get(`${server.url}/api/v1/account`, { headers: { authorization: bearer } });
    expect(reply.status(), `own: ${own}`).toBe(own ? 200 : 401);
    // Nothing was lost, and a new session goes on.
    await person.unlock();
    await person.leave();
  }
  await server.stop();
});

test("signing out says what is true of this device, one's own or of others", async ({ browser }) => {
  const server = await Server.start();
  for (const own of [false, true]) {
    const person = await Person.arrive(browser, server.url);
    await alone(person, own);
    await person.place("Mine");
    await person.press(/^Settings/);
    await expect(person.page.getByText("Nothing you write stays on this device.")).toHaveCount(own ? 0 : 1);
    await person.press("Sign out here");
    const asks = person.page.locator("div[role=group]");
    await expect(asks).toContainText("Everything that was sent comes back when you sign in.");
    await expect(asks.getByText("removes the locked copy"), `own: ${own}`).toHaveCount(own ? 1 : 0);
    await person.leave();
  }
  await server.stop();
});
