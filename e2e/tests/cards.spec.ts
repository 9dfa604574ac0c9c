// Cards both keep: written alone, shared by choice, thanked for, added to; every version stays.
import { expect, test } from "@playwright/test";
import { pair, Person } from "./lib/person";
import { Server } from "./lib/server";

async function cards(person: Person): Promise<void> {
  await person.place("Together");
  await person.press(/^To be understood/);
  await person.sees("To be understood");
}

const main = (person: Person): Promise<string> => person.page.locator("#main").innerText();

test("a guess is written alone, shared, thanked for, added to, and written anew", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url, true);
  for (const person of [sam, noor]) await person.press("To your space");
  await cards(noor);
  const before = await main(noor);

  // Alone: it survives a reload, and Noor's screen says nothing of it.
  await cards(sam);
  await sam.press(/^What I think it was like for you/);
  await sam.write("The moment", "When the bill lay on the table.");
  await sam.write("You may have felt", "foolish, alone");
  await expect(sam.page.getByText("Only you see this until you share it.")).toBeVisible();
  await sam.accessible();
  await sam.press("Back");
  await expect(sam.page.getByText("You began this. Only you see it.")).toBeVisible();
  expect(await main(noor)).toBe(before);
  await sam.page.reload();
  await sam.ready();
  await sam.unlock();
  await cards(sam);
  await sam.press(/^What I think it was like for you/);
  await expect(sam.page.getByLabel("The moment")).toHaveValue("When the bill lay on the table.");

  // Shared without a line; it goes out when there is one.
  await sam.press("Read it through");
  await sam.press("I understand");
  await sam.sees("Before it is shared");
  await sam.accessible();
  await sam.context.setOffline(true);
  await sam.press("Share it with both");
  await expect(sam.page.getByText(/waits to be sent/i)).toBeVisible();
  expect(await main(noor)).toBe(before);
  await sam.context.setOffline(false);

  await noor.press(/^What I think it was like for you.*From Sam/s);
  await expect(noor.page.getByText("foolish, alone")).toBeVisible();
  await noor.press("I understand");
  await noor.write("In my own words", "Ashamed, more than alone.");
  await noor.press("Thank you for trying");
  await noor.accessible();

  await sam.press(/^What I think it was like for you.*From me/s);
  await expect(sam.page.getByText("Ashamed, more than alone.")).toBeVisible();
  await sam.press("Write it anew");
  await expect(sam.page.getByLabel("You may have felt")).toHaveValue("foolish, alone");
  await sam.write("You may have felt", "ashamed in front of the waiter");
  await sam.press("Read it through");
  await sam.press("Share it with both");
  await expect(noor.page.getByText("ashamed in front of the waiter")).toBeVisible();
  await noor.page.getByText("Earlier versions", { exact: true }).click();
  await expect(noor.page.getByText("foolish, alone")).toBeVisible();
  await server.stop();
});

test("before what hurts is shared, private questions are asked; put away stays to be found", async ({ browser }) => {
  const server = await Server.start();
  const [sam, noor] = await pair(browser, server.url);
  for (const person of [sam, noor]) await person.press("To your space");
  await cards(noor);
  await noor.press(/^What it was like for me/);
  await noor.write("What happened, in one sentence", "You said you were at work.");
  await noor.press("Read it through");
  await noor.sees("A few questions for you alone");
  await noor.press("Not now");
  await expect(noor.page.getByLabel("What happened, in one sentence")).toHaveValue("You said you were at work.");
  await noor.press("Read it through");
  await noor.press("I am not alone right now");
  await noor.press("I understand");
  await noor.press("Share it with both");
  await cards(sam);
  await expect(sam.button(/^What it was like for me.*From Noor/s)).toBeVisible();
  await noor.press(/^What it was like for me.*From me/s);
  await noor.press("Put it away");
  for (const person of [sam, noor]) {
    await person.page.getByText("Put away", { exact: true }).click();
    await expect(person.button(/^What it was like for me.*(From me|From Noor)/s)).toBeVisible();
  }
  await server.stop();
});

test("a sheet written on two devices at once: each text is added below, and none is lost", async ({ browser }) => {
  const server = await Server.start();
  const first = await Person.arrive(browser, server.url);
  await first.signUp({ sheet: false });
  await first.press("I am not alone right now");
  await first.sees(/One small thing/);
  const second = await Person.arrive(browser, server.url);
  await second.signIn(first.account);
  const words = ["When the bill lay there.", "On the stairs, at night."];
  const toSheet = async (person: Person) => {
    await cards(person);
    await person.press(/^What I think it was like for you/);
  };
  for (const [at, person] of [first, second].entries()) {
    await toSheet(person);
    await person.write("The moment", words[at]!);
    await expect(person.page.getByText("A draft is only yours.")).toBeVisible();
    await person.rest();
  }
  // The vault goes out when it is locked, and takes in what lies there.
  for (const person of [first, second]) {
    await person.lock();
    await person.rest();
  }
  const field = second.page.getByLabel("The moment");
  const add = second.button("Add it below mine");
  await second.unlock();
  await toSheet(second);
  await expect(add).toHaveCount(1);
  await second.accessible();
  await add.click();
  await expect(add).toHaveCount(0);
  for (const it of words) await expect(field).toHaveValue(new RegExp(it));
  await second.rest();
  await second.lock();
  await second.unlock();
  // Mine leads to a card that was begun.
  await second.place("Mine");
  await second.press(/^What I think it was like for you/);
  for (const it of words) await expect(field).toHaveValue(new RegExp(it));
  await expect(add).toHaveCount(0);
  await server.stop();
});

test("every practice can be read, and leads to where it is tried", async ({ browser }) => {
  const server = await Server.demo();
  const sam = await Person.arrive(browser, server.url);
  await sam.signIn({ handle: "quiet-maple-214", passphrase: "meadow lantern copper window thirty", code: "" });
  await sam.place("Learn");
  const names = await sam.page.locator(".shelf li button").allInnerTexts();
  expect(names.length).toBeGreaterThan(15);
  const sent = sam.requests.length;
  for (const name of names) {
    await sam.place("Learn");
    await sam.press(name);
    await sam.sees(name);
    for (const label of ["Go there", "Try it alone"]) {
      const go = sam.button(label);
      if (!(await go.isVisible())) continue;
      await go.click();
      await expect(go).toHaveCount(0);
    }
  }
  // Reading starts no request; the vault's schedule is the only thing that may.
  const asked = sam.asked(sent).filter((it) => !/\/api\/v1\/(vault|account|spaces)/.test(it));
  expect(asked).toEqual([]);
  await server.stop();
});
