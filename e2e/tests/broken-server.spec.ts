// Safety rule 21: Help opens also where something is broken that answers, or stands behind what answers.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

test("a proxy that answers for a relay that is down does not take Help away", async ({ browser }) => {
  const server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp({ own: true });
  await expect.poll(() => person.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await server.kill();
  const proxy = createServer((_, answer) => answer.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>"));
  await new Promise<void>((done) => { proxy.listen(Number(new URL(server.url).port), "127.0.0.1", done); });
  await person.page.goto(server.url);
  await person.sees("Locked");
  await person.press("Help");
  await expect(person.page.locator("#help").getByText("1-800-799-SAFE (7233)").first()).toBeVisible();
  await new Promise((done) => proxy.close(done));
});

test("a database that cannot be opened takes no Help away, and nothing in its folder is touched", async ({ browser, request }) => {
  let server = await Server.start();
  const person = await Person.arrive(browser, server.url);
  await person.signUp();
  await server.kill();
  // A part of a copy: what somebody finds who starts it in the midst of a repair.
  const database = join(server.folder, "relay.sqlite");
  const whole = readFileSync(database);
  renameSync(`${database}-wal`, `${database}-aside`);
  writeFileSync(database, whole.subarray(0, 100));
  // But for the index of the log, which SQLite makes and drops as it likes.
  const names = () => readdirSync(server.folder).filter((it) => !it.endsWith("-shm")).sort();
  const files = () => names().map((it) => `${it} ${createHash("sha256").update(readFileSync(join(server.folder, it))).digest("hex")}`);
  const before = files();
  server = await Server.start([], server.folder);
  expect(server.output).toContain("cannot be opened");

  const stranger = await Person.arrive(browser, server.url);
  await stranger.press("Help");
  await expect(stranger.page.locator("#help").getByText("1-800-799-SAFE (7233)").first()).toBeVisible();
  expect((await request.get(`${server.url}/help`)).status()).toBe(200);
  expect((await request.get(`${server.url}/api/v1/relay`)).status()).toBe(503);
  await server.kill();
  expect(files()).toEqual(before);

  // Without its database the setup beside it makes no new one.
  rmSync(database);
  server = await Server.start([], server.folder);
  expect(server.output).toContain("it is missing");
  expect((await request.get(`${server.url}/api/v1/relay`)).status()).toBe(503);
  await server.kill();

  writeFileSync(database, whole);
  renameSync(`${database}-aside`, `${database}-wal`);
  server = await Server.start([], server.folder);
  const back = await Person.arrive(browser, server.url);
  await back.signIn(person.account);
  await server.stop();
});
