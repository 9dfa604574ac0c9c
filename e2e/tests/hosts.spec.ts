// Who serves the app: one's own machine, a host of its own, and whether it is the right one.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server as Http } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Person } from "./lib/person";
import { Server } from "./lib/server";

const BIN = process.env.REKNIT_BIN ?? "../target/release/reknit";

/** Runs the command to its end; this process goes on serving meanwhile. */
function reknit(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(BIN, args, { timeout: 60_000 }, (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, said: out + err }));
  });
}

/** A host of plain files, as simple as they come: no headers of its own. */
async function files(folder: string): Promise<{ url: string; http: Http }> {
  const types: Record<string, string> = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", wasm: "application/wasm", svg: "image/svg+xml" };
  const http = createServer((request, reply) => {
    let path = join(folder, new URL(request.url ?? "/", "http://x").pathname);
    try {
      if (statSync(path).isDirectory()) path = join(path, "index.html");
      reply.setHeader("content-type", types[path.split(".").pop() ?? ""] ?? "application/octet-stream");
      reply.end(readFileSync(path));
    } catch {
      reply.statusCode = 404;
      reply.end();
    }
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { url: `http://localhost:${(http.address() as AddressInfo).port}`, http };
}

test("two people, each with the app from their own machine, meet at a relay", async ({ browser }) => {
  const relay = await Server.start(["--operator", "The Example Clinic"]);
  const [ofSam, ofNoor] = [await Server.client(relay.url), await Server.client(relay.url)];
  const sam = await Person.arrive(browser, ofSam.url);
  await expect(sam.page.getByText("This app comes from your own computer.")).toBeVisible();
  await expect(sam.page.getByText("Whoever runs it calls themselves “The Example Clinic”.")).toBeVisible();
  const hosts = new Set<string>();
  sam.page.on("request", (it) => hosts.add(new URL(it.url()).origin));
  sam.page.on("websocket", (it) => hosts.add(new URL(it.url()).origin));
  await sam.signUp({ sheet: false });
  await sam.press("I am not alone right now");

  // The link leads where somebody else can open it, and says so.
  const link = await sam.invite("Sam");
  expect(link.startsWith(`${relay.url}/#j/`)).toBe(true);
  await expect(sam.page.getByText(`The link opens the app as ${relay.url} serves it`)).toBeVisible();
  await sam.accessible();

  // Noor has the app from her own machine, and puts the link in there.
  const noor = await Person.arrive(browser, ofNoor.url);
  await noor.press("paste it here");
  await noor.sees("I was sent a link");
  await noor.accessible();
  await noor.write("The link", "https://notes.example.org/");
  await noor.press("Read the invitation");
  await expect(noor.page.getByRole("alert").filter({ hasText: "The link is not whole." })).toBeVisible();
  await noor.write("The link", link);
  await noor.press("Read the invitation");
  await noor.sees("Sam invites you");
  expect(noor.page.url()).toBe(`${ofNoor.url}/`);
  await noor.signUp({ invited: true, sheet: false });
  await noor.join("Noor");
  // Sam's page is told by the relay's socket.
  await sam.sees("Noor is there");
  await noor.sees("Sam is there");
  expect(await noor.fourWords()).toEqual(await sam.fourWords());
  await sam.press("They are the same");
  await noor.press("They are the same");
  await sam.sees("You share a space with Noor");
  await noor.sees("You share a space with Sam");
  // Its own files come from its own machine, all else from and to the relay.
  expect([...hosts].filter((it) => it !== ofSam.url).sort()).toEqual([relay.url, relay.url.replace("http", "ws")].sort());

  // Another day, at the same app.
  const again = await Person.arrive(browser, ofSam.url);
  await again.signIn(sam.account);
  await again.place("Together");
  await again.sees("You and Noor");
  for (const it of [ofSam, ofNoor, relay]) await it.stop();
});

test("somebody who opens the link at the relay's own app meets somebody with an app of their own", async ({ browser }) => {
  const relay = await Server.start();
  const own = await Server.client(relay.url);
  const sam = await Person.arrive(browser, own.url);
  await sam.signUp({ sheet: false });
  await sam.press("I am not alone right now");
  const noor = await Person.arrive(browser, await sam.invite("Sam"));
  await noor.sees("Sam invites you");
  await noor.signUp({ invited: true, sheet: false });
  await noor.join("Noor");
  await sam.sees("Noor is there");
  for (const it of [own, relay]) await it.stop();
});

test("the app reaches its relay and no other host, from the first byte on", async ({ browser }) => {
  const [relay, other] = [await Server.start(), await Server.start()];
  const own = await Server.client(relay.url);
  const first = await fetch(own.url);
  const policy = first.headers.get("content-security-policy") ?? "";
  expect(policy).toContain(`connect-src 'self' ${relay.url} ${relay.url.replace("http", "ws")};`);
  expect(policy).toContain("default-src 'none'");
  const elsewhere = await fetch(own.url.replace("localhost", "127.0.0.1"));
  expect(elsewhere.status).toBe(200);

  const folder = mkdtempSync(join(tmpdir(), "notes-site-"));
  rmSync(folder, { recursive: true });
  expect((await reknit("client", "--relay", relay.url, "--write", folder)).code).toBe(0);
  const site = await files(folder);
  // The policy holds where the host sends none, because the document carries it.
  for (const url of [own.url, site.url]) {
    const person = await Person.arrive(browser, url);
    const reached = (to: string) =>
      person.page.evaluate((it) => fetch(it).then(() => "reached", () => "blocked"), `${to}/api/v1/relay`);
    const socket = (to: string) =>
      person.page.evaluate((it) => new Promise<string>((resolve) => {
        try {
          const socket = new WebSocket(`${it.replace("http", "ws")}/api/v1/wake`);
          socket.onopen = () => resolve("reached");
          socket.onerror = () => resolve("blocked");
        } catch {
          resolve("blocked");
        }
      }), to);
    expect(await reached(relay.url)).toBe("reached");
    expect(await socket(relay.url)).toBe("reached");
    expect(await reached(other.url)).toBe("blocked");
    expect(await socket(other.url)).toBe("blocked");
    const script = await person.page.evaluate((to) => new Promise<string>((resolve) => {
      const script = document.createElement("script");
      script.src = `${to}/sw.js`;
      script.onload = () => resolve("reached");
      script.onerror = () => resolve("blocked");
      document.head.append(script);
    }), other.url);
    expect(script).toBe("blocked");
    await person.leave();
  }
  // From a host of its own, too, somebody can come in.
  const sam = await Person.arrive(browser, site.url);
  await sam.signUp({ sheet: false });
  await sam.press("I am not alone right now");
  expect((await sam.invite("Sam")).startsWith(`${site.url}/#j/`)).toBe(true);
  site.http.close();
  rmSync(folder, { recursive: true });
  for (const it of [own, other, relay]) await it.stop();
});

test("verify tells the right app from a changed one, wherever it is served", async () => {
  const relay = await Server.start(["--operator", "A <b>bold</b> \"clinic\" & more"]);
  const own = await Server.client(relay.url);
  const folder = mkdtempSync(join(tmpdir(), "notes-site-"));
  rmSync(folder, { recursive: true });
  const wrote = await reknit("client", "--relay", relay.url, "--write", folder);
  expect(wrote.code, wrote.said).toBe(0);
  expect(wrote.said).toContain("Content-Security-Policy: default-src 'none'");
  expect(wrote.said).toContain("X-DNS-Prefetch-Control: off");
  expect(wrote.said).toMatch(/documents, \/ and \/help:\s+Content-Type: text\/html; charset=utf-8\s+Cache-Control: no-store/);
  const site = await files(folder);
  const hash = /sha256:([0-9a-f]{64})/.exec((await reknit("version")).said)![1];
  for (const url of [relay.url, own.url, site.url]) {
    const seen = await reknit("verify", url);
    expect(seen.code, seen.said).toBe(0);
    expect(seen.said).toContain(hash);
    expect(seen.said).toContain("saw what it was served");
    // The plain host of this test sends no such header.
    expect(seen.said.includes("does not send Cache-Control: no-store"), url).toBe(url === site.url);
  }
  const path = join(folder, "sw.js");
  const whole = readFileSync(path);
  writeFileSync(path, Buffer.concat([whole, Buffer.from("\n")]));
  const seen = await reknit("verify", site.url);
  expect(seen.code, seen.said).toBe(1);
  expect(seen.said).toContain("sw.js (identity): CHANGED");
  writeFileSync(path, whole);
  const index = join(folder, "index.html");
  writeFileSync(index, readFileSync(index, "utf8").replace("<noscript>", "<link rel=stylesheet href=/x.css><noscript>"));
  expect((await reknit("verify", site.url)).code).toBe(1);
  site.http.close();
  rmSync(folder, { recursive: true });
  await own.stop();
  await relay.stop();
  const gone = await reknit("verify", relay.url);
  expect(gone.code, gone.said).toBe(3);
});

test("what cannot work is said before anybody types a passphrase", async () => {
  const relay = await Server.start(["--relay-only"]);
  const page = await fetch(relay.url);
  expect(page.status).toBe(404);
  const cases: [string[], number, string][] = [
    [["client", "--relay", relay.url, "--port", "0"], 1, "--invitations"],
    [["client", "--relay", "http://localhost:9", "--write", join(tmpdir(), "notes-unwritten")], 1, "was not reached"],
    [["client", "--relay", "http://notes.example.org"], 2, "use https"],
    [["client"], 2, "--relay"],
    [["verify", relay.url], 1, "NOT THE SAME"],
    [["verify", "notes.example.org"], 2, "https://"],
  ];
  for (const [args, code, words] of cases) {
    const done = await reknit(...args);
    expect(done.code, `${args.join(" ")}: ${done.said}`).toBe(code);
    expect(done.said).toContain(words);
  }
  // Help opens from one's own machine all the same (safety rule 21).
  const alone = await Server.client("http://localhost:9");
  expect(alone.output).toContain("was not reached");
  expect(await (await fetch(alone.url)).text()).toContain("1-800-799-SAFE (7233)");
  await alone.stop();
  const folder = mkdtempSync(join(tmpdir(), "notes-none-"));
  const { url, http } = await files(folder);
  expect((await reknit("client", "--relay", url, "--port", "0")).said).toContain("not a Reknit relay");
  http.close();
  rmSync(folder, { recursive: true });
  await relay.stop();
});
