import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./browser.ts";

const browser = await findBrowser();
/** Stories that take market days, `x.long.spec.ts`, run by themselves: `npm test -- --only story`. */
const isLong = process.env.INTERLOCK_LONG === "1";
const isCi = process.env.CI !== undefined && process.env.CI !== "";

/**
 * Every test drives the built product (`npx turbo run build`). Two workers: each starts engine, venue, database and
 * console of its own, and waits more than it works. Nothing is tried twice: a test that passes sometimes is broken.
 */
export default defineConfig({
  testDir: "tests",
  testMatch: isLong ? "**/*.long.spec.ts" : "**/*.spec.ts",
  testIgnore: isLong ? [] : "**/*.long.spec.ts",
  outputDir: "../test-results",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    // A click on what has just gone fails soon, so that a test which tries again can.
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    timezoneId: "America/New_York",
    screenshot: "only-on-failure",
    // A trace of a page that moves all the time costs more than the test; set it on to look into one failure.
    trace: "off",
    launchOptions: {
      executablePath: browser.executablePath,
      env: { ...process.env, ...browser.env },
      args: browserArguments(process.getuid?.() === 0, isCi),
    },
  },
});
