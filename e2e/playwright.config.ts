import { defineConfig } from "@playwright/test";

// Chromium is the system's (xtask finds or installs it); the command is the release build, with the client inside.
export default defineConfig({
  testDir: "tests",
  outputDir: "../target/e2e/results",
  fullyParallel: false,
  workers: process.env.REKNIT_E2E_WORKERS ? Number(process.env.REKNIT_E2E_WORKERS) : 2,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 390, height: 844 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    actionTimeout: 30_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.REKNIT_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    },
  },
});
