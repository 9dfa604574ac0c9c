// One person at one device, told in what they do.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { rest, watch } from "./rest";

export type Account = { handle: string; passphrase: string; code: string };

export class Person {
  account: Account = { handle: "", passphrase: "", code: "" };
  /** Every request: method, path, size. */
  readonly requests: string[] = [];

  private constructor(readonly context: BrowserContext, readonly page: Page, readonly url: string) {}

  static async arrive(browser: Browser, url: string, options: Parameters<Browser["newContext"]>[0] = {}, aheadMs = 0): Promise<Person> {
    const context = await browser.newContext(options);
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
    await watch(context);
    // The calendar of a test can be turned on; timers run as ever.
    await context.addInitScript((ahead) => {
      (globalThis as unknown as { shiftMs?: number }).shiftMs = ahead;
      const Real = Date;
      const shift = () => Number((globalThis as unknown as { shiftMs?: number }).shiftMs ?? 0);
      class Shifted extends Real {
        constructor(...args: unknown[]) {
          if (args.length === 0) super(Real.now() + shift());
          else super(...(args as [number]));
        }
        static now() { return Real.now() + shift(); }
      }
      globalThis.Date = Shifted as DateConstructor;
    }, aheadMs);
    const page = await context.newPage();
    const person = new Person(context, page, new URL(url).origin);
    page.on("request", (it) => person.requests.push(`${it.method()} ${new URL(it.url()).pathname}`));
    await page.goto(url);
    await person.ready();
    return person;
  }

  async ready(): Promise<void> {
    await this.page.waitForFunction(() => (globalThis as unknown as { notesApp?: boolean }).notesApp === true);
  }

  /** Typing has rested: what waited for that was kept and read, and every question was answered. */
  async rest(): Promise<void> {
    await rest(this.page);
  }

  /** The same person in another tab of the same browser. */
  async again(): Promise<Person> {
    const person = new Person(this.context, await this.context.newPage(), this.url);
    person.account = this.account;
    person.page.on("request", (it) => person.requests.push(`${it.method()} ${new URL(it.url()).pathname}`));
    await person.page.goto(this.url);
    await person.ready();
    return person;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  /** The calendar goes on. The person is there, so nothing locks. */
  async waitUntil(ms: number): Promise<void> {
    await this.page.evaluate((to) => {
      const world = globalThis as unknown as { shiftMs?: number };
      world.shiftMs = (world.shiftMs ?? 0) + Math.max(0, to - Date.now());
      dispatchEvent(new Event("pointerdown"));
    }, ms);
  }

  now(): Promise<number> {
    return this.page.evaluate(() => Date.now());
  }

  /**
   * What was asked of the server since, but for the coach's worker and light weights: they come after every unlocking, whatever its person
   * does (coach.spec.ts holds that), and may still be on their way when a test begins to listen.
   */
  asked(since = 0): string[] {
    return this.requests.slice(since).filter((it) => !/^GET \/(read|light)-[0-9a-f]+\./.test(it));
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" }).filter({ visible: true });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).first().click();
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { level: 1, name });
  }

  async sees(name: string | RegExp): Promise<void> {
    await expect(this.heading(name)).toBeVisible();
  }

  async place(name: "Today" | "Together" | "Mine" | "Learn" | "Help"): Promise<void> {
    await this.page.getByRole("navigation").getByRole("button", { name, exact: true }).click();
  }

  /** Writes. Before the first thing for both, what is said once has to be read. */
  async write(label: string | RegExp, text: string): Promise<void> {
    const field = this.page.getByLabel(label).filter({ visible: true });
    await this.understand(field);
    await field.first().fill(text);
  }

  /** What is said once, before the first thing for both, where it stands. */
  async understand(instead: Locator): Promise<void> {
    const before = this.button("I understand");
    await expect(instead.or(before).first()).toBeVisible();
    if (await before.isVisible()) await before.click();
    await expect(instead.first()).toBeVisible();
  }

  /** Past the private questions, where they stand before what is wanted: once in a visit. */
  async pass(wanted: Locator): Promise<void> {
    const skip = this.button("I am not alone right now");
    await expect(wanted.or(skip).first()).toBeVisible();
    if (await skip.isVisible()) await skip.click();
    await expect(wanted.first()).toBeVisible();
  }

  async choose(label: string | RegExp): Promise<void> {
    await this.page.getByLabel(label).filter({ visible: true }).first().check();
  }

  /** Nothing wrong that a machine can find. */
  async accessible(): Promise<void> {
    const found = await new AxeBuilder({ page: this.page }).analyze();
    expect(found.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
  }

  /** From the landing, or from an invitation, to an account. */
  async signUp(options: { own?: boolean; sheet?: boolean; invited?: boolean } = {}): Promise<void> {
    const { own = false, sheet = true, invited = false } = options;
    await this.press(invited ? "Make an account and go on" : "Start");
    await this.sees("Leaving this page fast");
    await this.press("Next");
    await this.sees("A name and a passphrase");
    this.account.handle = await this.page.getByLabel("Name for signing in").inputValue();
    this.account.passphrase = await this.page.getByLabel("Passphrase", { exact: true }).inputValue();
    await this.press("Next");
    if (own) await this.choose("Yes, only I use it");
    if (!sheet) await this.choose(/No, I will keep the passphrase/);
    await this.press("Make the account");
    if (sheet) {
      await this.sees("Your recovery sheet");
      this.account.code = await this.page.locator("#recovery-code").innerText();
      await this.press("I have put it away");
    }
    await this.sees("A few questions for you alone");
  }

  async signIn(account: Account, own = false): Promise<void> {
    this.account = account;
    await this.press("Sign in");
    await this.write("Name for signing in", account.handle);
    await this.write("Passphrase", account.passphrase);
    if (own) await this.choose("Yes, only I use it");
    await this.press("Sign in");
    await this.sees(/One small thing/);
  }

  async unlock(passphrase = this.account.passphrase): Promise<void> {
    await this.sees("Locked");
    await this.write("Passphrase", passphrase);
    await this.press("Unlock");
    await this.sees(/One small thing/);
  }

  async lock(): Promise<void> {
    await this.place("Mine");
    await this.press("Lock now");
    await this.sees("Locked");
    await expect(this.page.getByRole("navigation")).toHaveCount(0);
  }

  /** Makes an invitation and gives its link. */
  async invite(name: string): Promise<string> {
    await this.place("Together");
    await this.press("Invite someone");
    await this.press("I am not alone right now");
    await this.sees("Invite someone");
    await this.write("What the other calls you", name);
    await this.press("Make the invitation");
    await this.sees("Your invitation");
    return this.page.getByLabel("Link", { exact: true }).inputValue();
  }

  async fourWords(): Promise<string[]> {
    return this.page.locator(".four li").allInnerTexts();
  }

  async join(name: string): Promise<void> {
    await this.press("I am not alone right now");
    await this.sees("Say yes");
    await this.write("What the other calls you", name);
    await this.press("Yes, join");
    // The other may be online, and then the four words follow at once.
    await this.sees(/You said yes|is there/);
  }
}

/** Two people with accounts, their space, and compared words. */
export async function pair(browser: Browser, url: string, own = false, met: (person: Person) => void = () => {}): Promise<[Person, Person]> {
  const sam = await Person.arrive(browser, url);
  met(sam);
  await sam.signUp({ own });
  await sam.press("I am not alone right now");
  const link = await sam.invite("Sam");
  const noor = await Person.arrive(browser, link);
  met(noor);
  await noor.signUp({ own, invited: true });
  await noor.join("Noor");
  await sam.sees("Noor is there");
  await noor.sees("Sam is there");
  const words = await sam.fourWords();
  expect(words).toHaveLength(4);
  expect(await noor.fourWords()).toEqual(words);
  await sam.press("They are the same");
  await noor.press("They are the same");
  await sam.sees("You share a space with Noor");
  await noor.sees("You share a space with Sam");
  return [sam, noor];
}

/** Of two that were just paired, one proposes seven in the evening. */
export async function proposeHour(person: Person): Promise<void> {
  await person.press("To your space");
  await person.press(/^The hour/);
  await person.understand(person.page.getByLabel("Time"));
  await person.page.getByLabel("Time").fill("19:00");
  await person.press("Propose this hour");
}

/** And the other agrees. */
export async function agreeToHour(person: Person): Promise<void> {
  await person.press("To your space");
  await person.press(/^The hour/);
  await person.understand(person.button("Agree to this hour"));
  await person.press("Agree to this hour");
}
