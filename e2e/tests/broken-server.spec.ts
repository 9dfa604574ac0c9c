// Safety rule 21: on a device of one's own, Help opens also where something answers that is broken.
import { createServer } from "node:http";
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
