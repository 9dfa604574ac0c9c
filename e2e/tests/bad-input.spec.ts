// Bad input gets a clear error, and what was typed is still there.
import { expect, test } from "@playwright/test";
import { agreeToHour, pair, Person } from "./lib/person";
import { Server } from "./lib/server";

test("names, passphrases and codes", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp();
  const other = await Person.arrive(browser, server.url);
  await other.press("Start");
  await other.press("Next");
  await other.write("Name for signing in", "Not A Name!");
  await other.press("Next");
  await expect(other.page.getByText("A name has 3 to 40 small letters")).toBeVisible();
  await other.write("Name for signing in", sam.account.handle);
  await other.write("Passphrase", "short");
  await other.press("Next");
  await expect(other.page.getByText("At least 12 characters.").first()).toBeVisible();
  await other.write("Passphrase", "a passphrase of my own making");
  await other.press("Next");
  await other.press("Make the account");
  await expect(other.page.getByText("Somebody has this name already.")).toBeVisible();
  await expect(other.page.getByLabel("Passphrase", { exact: true })).toHaveValue("a passphrase of my own making");

  // A wrong passphrase and an unknown name are one answer.
  await other.press("Back");
  await other.press("Back");
  await other.press("Sign in");
  const answers: string[] = [];
  for (const [handle, passphrase] of [[sam.account.handle, "wrong words entirely here"], ["nobody-here-000", "wrong words entirely here"], ["", ""]]) {
    await other.write("Name for signing in", handle!);
    await other.write("Passphrase", passphrase!);
    await other.press("Sign in");
    answers.push(await other.page.locator(".problem").innerText());
    await expect(other.page.getByLabel("Name for signing in")).toHaveValue(handle!);
  }
  expect(new Set(answers).size).toBe(1);
  await other.press("I forgot the passphrase");
  const codes: string[] = [];
  for (const [handle, code] of [[sam.account.handle, "AAAA-BBBB"], ["nobody-here-000", sam.account.code], [sam.account.handle, "0000-0000-0000-0000-0000-0000-0000-0000"]]) {
    await other.write("Name for signing in", handle!);
    await other.write("Recovery code", code!);
    await other.press("Set the new passphrase");
    codes.push(await other.page.locator(".problem").innerText());
  }
  expect(new Set(codes).size).toBe(1);
  await server.stop();
});

test("invitations that are mangled, taken back, used, or one's own", async ({ browser }) => {
  const server = await Server.start();
  const sam = await Person.arrive(browser, server.url);
  await sam.signUp();
  await sam.press("I am not alone right now");
  await sam.place("Together");
  await sam.press("Invite someone");
  await sam.press("I am not alone right now");
  await sam.press("Make the invitation");
  await expect(sam.page.getByText("There is nothing written yet.")).toBeVisible();
  await sam.place("Today");
  const link = await sam.invite("Sam");

  const reads = async (link: string, text: RegExp, aheadMs = 0): Promise<Person> => {
    const reader = await Person.arrive(browser, link, {}, aheadMs);
    await expect(reader.page.getByText(text).first()).toBeVisible();
    expect(await reader.page.evaluate(() => location.href)).toBe(`${server.url}/`);
    return reader;
  };
  await reads(link.slice(0, -6), /not whole/);
  await reads(`${server.url}/#j/nonsense`, /not whole/);
  await reads(link, /ended or was taken back/, 49 * 3_600_000);
  const reader = await reads(link, /Sam invites you/);
  await expect(reader.page.getByText("You may say no, and nobody is told.")).toBeVisible();
  // Reading changed nothing that Sam can see.
  await sam.sees("Your invitation");

  // Used: the second to answer is told so.
  await reader.signUp({ invited: true });
  await reader.join("Noor");
  await sam.sees("Noor is there");
  await reads(link, /answered already/);
  await sam.press("They differ");
  await reads(link, /ended or was taken back/);
  await server.stop();
});

test("pages, steps and kind words that say nothing or too much", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  await sam.press("To your space");
  await sam.press(/^The hour/);
  await sam.understand(sam.page.getByLabel("Time"));
  await sam.page.getByLabel("Time").fill("");
  await sam.press("Propose this hour");
  await expect(sam.page.getByText("Please give a time, like 19:00.")).toBeVisible();
  await sam.page.getByLabel("Time").fill("19:00");
  await sam.press("Propose this hour");
  await agreeToHour(noor);
  await sam.place("Together");
  await sam.press(/^Check-in/);
  await sam.press("Read it through");
  await expect(sam.page.getByText("There is nothing written yet.")).toBeVisible();
  const long = "word ".repeat(3_000);
  await sam.write("What went right", long);
  await sam.press("Read it through");
  await expect(sam.page.getByText("This is too long.")).toBeVisible();
  await expect(sam.page.getByLabel("What went right")).toHaveValue(long);
  await sam.place("Together");
  await sam.press(/^Steps/);
  await sam.press("Promise a step");
  await sam.press("Promise it");
  await expect(sam.page.getByText("There is nothing written yet.")).toBeVisible();
  for (const [demand, why] of [["You will give me your phone password every evening.", "Say it with “I”."], ["I send my location every hour.", "A step is never about"]] as const) {
    await sam.write("What I will do", demand);
    await sam.press("Promise it");
    await expect(sam.page.getByText(why)).toBeVisible();
    await expect(sam.page.getByLabel("What I will do")).toHaveValue(demand);
  }
  await sam.write("What I will do", "x".repeat(281));
  await sam.press("Promise it");
  await expect(sam.page.getByText("This is too long.")).toBeVisible();
  await expect(sam.page.getByLabel("What I will do")).toHaveValue("x".repeat(281));
  await sam.place("Together");
  await sam.press(/^Kind words/);
  await sam.press("Send it");
  await expect(sam.page.getByText("There is nothing written yet.")).toBeVisible();
  // Nothing of it reached Noor.
  await noor.place("Together");
  await expect(noor.page.getByText("Nothing is promised at the moment.")).toBeVisible();
  await server.stop();
});
