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
