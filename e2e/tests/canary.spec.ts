// Distinct words typed by both are nowhere in the database, the output, the traffic, or what a locked browser keeps.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { pair, type Person } from "./lib/person";
import { Server } from "./lib/server";

/** As it might lie somewhere: plain, base64 at each of three offsets, base64url, hex, UTF-16. */
function shapes(word: string): Buffer[] {
  const out = [Buffer.from(word), Buffer.from(word, "utf16le"), Buffer.from(Buffer.from(word).toString("hex"))];
  for (const lead of [0, 1, 2]) {
    const coded = Buffer.concat([Buffer.alloc(lead), Buffer.from(word)]).toString("base64");
    const core = coded.slice(Math.ceil((lead * 8) / 6), -4);
    out.push(Buffer.from(core), Buffer.from(core.replaceAll("+", "-").replaceAll("/", "_")));
  }
  return out;
}

function found(haystack: Buffer, words: string[]): string[] {
  return words.filter((word) => shapes(word).some((shape) => haystack.includes(shape)));
}

/** Everything the folder of the relay holds. */
function folder(server: Server): Buffer {
  return Buffer.concat(readdirSync(server.folder).map((name) => readFileSync(join(server.folder, name))));
}

/** Everything this browser keeps or shows. */
async function browserKeeps(person: Person): Promise<Buffer> {
  const text = await person.page.evaluate(async () => {
    const parts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie, location.href, JSON.stringify(history.state), document.title];
    const latin = (bytes: Uint8Array) => Array.from(bytes, (it) => String.fromCharCode(it)).join("");
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => { const open = indexedDB.open(name!); open.onsuccess = () => resolve(open.result); });
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store);
        const read = (request: IDBRequest) => new Promise<unknown[]>((resolve) => { request.onsuccess = () => resolve(request.result); });
        parts.push((await read(all.getAllKeys())).map(String).join(" "));
        for (const value of await read(db.transaction(store).objectStore(store).getAll())) parts.push(value instanceof Uint8Array ? latin(value) : JSON.stringify(value));
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) parts.push(request.url, latin(new Uint8Array(await (await cache.match(request))!.arrayBuffer())));
    }
    return parts.join("\n");
  });
  return Buffer.concat([Buffer.from(text, "latin1"), Buffer.from(text)]);
}

function listen(person: Person, into: Buffer[]): void {
  person.page.on("request", (it) => { into.push(Buffer.from(`${it.method()} ${it.url()} ${JSON.stringify(it.headers())}`)); const body = it.postDataBuffer(); if (body) into.push(body); });
  person.page.on("websocket", (socket) => socket.on("framesent", (it) => into.push(Buffer.from(it.payload))));
  person.page.on("console", (it) => into.push(Buffer.from(it.text())));
}

test("what two people wrote is readable nowhere", async ({ browser }) => {
  const server = await Server.start();
  const traffic: Buffer[] = [];
  // From the first request on: those that sign up and pair carry what is made from passphrases and codes.
  const [sam, noor] = await pair(browser, server.url, true, (it) => listen(it, traffic));
  const words = ["zephyrquartz", "marmaladefjord", "obsidianwalrus", "kumquatlighthouse", "rhubarbcathedral", "saffronglacier", "juniperballoon", "turmericharbour"];
  await sam.press("To your space");
  await sam.press(/^Kind words/);
  await sam.write("Something I am glad you did", `You said ${words[0]} to me.`);
  await sam.press("Send it");
  await noor.place("Together");
  await noor.press(/^Kind words/);
  await expect(noor.page.getByText(words[0]!)).toBeVisible();
  await noor.write("Something I am glad you did", `A draft about ${words[1]}.`);
  await sam.place("Together");
  await sam.press(/^Steps/);
  await sam.press("Promise a step");
  await sam.write("What I will do", `I bring the ${words[2]} home.`);
  await sam.press("Promise it");
  await noor.place("Together");
  await noor.press(/^Steps/);
  await expect(noor.page.getByText(words[2]!)).toBeVisible();
  await noor.press("Promise a step");
  await noor.write("What I will do", `A ${words[3]} of my own.`);
  await sam.place("Together");
  await sam.press(/^Listen/);
  await sam.press(/^In writing/);
  await sam.press("I am not alone right now");
  await sam.write("The one thing it is about", `The ${words[4]} in May`);
  await sam.press("Offer it");
  await sam.sees("Listen");
  await noor.place("Together");
  await noor.press(/^Listen/);
  await expect(noor.button(new RegExp(words[4]!))).toBeVisible();
  await noor.press(/^Practise alone/);
  await noor.press(/^A lie/);
  await noor.write("Say it back in your own words", `You saw the ${words[5]}.`);
  // A letter being written, and what it did to you.
  await noor.place("Together");
  await noor.press(/^Letters/);
  await noor.press(/^What it did to you/);
  await noor.press("Ask to see it");
  await sam.place("Together");
  await sam.press(/^Letters/);
  await sam.press(/^What it did to you/);
  await sam.write("What I think it did to you", `You lost the ${words[6]}.`);
  await sam.press("Show it");
  await expect(noor.page.getByText(words[6]!)).toBeVisible();
  await sam.press("Back");
  await sam.press("Write a letter");
  await sam.press("I am not alone right now");
  await sam.press("Begin");
  await sam.write(/^What I did$/, `I sold the ${words[7]}.`);
  await sam.press("Save and stop here");
  await sam.lock();
  await noor.lock();
  const secrets = [...words, sam.account.passphrase, noor.account.passphrase, sam.account.code, noor.account.code].filter((it) => it.length > 6);
  for (const person of [sam, noor]) expect(found(await browserKeeps(person), secrets)).toEqual([]);
  expect(found(Buffer.concat(traffic), secrets)).toEqual([]);
  expect(found(folder(server), secrets)).toEqual([]);
  expect(found(Buffer.from(server.output), secrets)).toEqual([]);

  // The control: a client that leaks is caught in each of these places.
  const token = /"authorization":"Bearer ([^"]+)"/.exec(Buffer.concat(traffic).toString("latin1"))?.[1];
  expect(token).toBeDefined();
  await sam.unlock();
  await sam.page.evaluate(async ({ word, token }) => {
    localStorage.setItem("leak", word);
    const letter = btoa(`xx ${word} xx`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const mailbox = "ab".repeat(16);
    await fetch(`/api/v1/mailboxes/${mailbox}`, { method: "PUT", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify({ letter }) });
  }, { word: words[0]!, token: await freshToken(sam, traffic) });
  expect(found(await browserKeeps(sam), words)).toContain(words[0]);
  expect(found(Buffer.concat(traffic), words)).toContain(words[0]);
  expect(found(folder(server), words)).toContain(words[0]);
  await server.stop();
});

/** The token of the session that is open now, as it went over the line last. */
async function freshToken(person: Person, traffic: Buffer[]): Promise<string> {
  const before = traffic.length;
  await person.place("Mine");
  await person.press(/^Settings/);
  await person.press("Show where I am signed in");
  await expect(person.page.getByText(/^Here, since/)).toBeVisible();
  const text = Buffer.concat(traffic.slice(before)).toString("latin1");
  return [...text.matchAll(/"authorization":"Bearer ([^"]+)"/g)].at(-1)![1]!;
}
