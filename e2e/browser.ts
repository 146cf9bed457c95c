import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { bundledChromium } from "./bundled-chromium.ts";
import type { FoundBrowser } from "./found-browser.ts";

/** What the search looks at, so that a test can show another machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const APPLICATIONS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
  ],
};

const HERE: Machine = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  exists: existsSync,
};

/**
 * Finds a browser, the cheapest way first: CHROMIUM_PATH; Playwright's own download; an installed Chrome or Chromium;
 * the Chromium that comes as a package (Linux x64); a download by Playwright. Throws one sentence when none is left.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const present = presentBrowser(HERE, chromium.executablePath());
  if (present !== null) return present;
  if (HERE.platform === "linux" && HERE.arch === "x64") return bundledChromium();
  return downloadedBrowser();
}

/** Returns a browser that is on the machine already; null when there is none. */
export function presentBrowser(machine: Machine, playwrightPath: string): FoundBrowser | null {
  const named = machine.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") {
    if (machine.exists(named)) return { source: "CHROMIUM_PATH", executablePath: named, env: {} };
    throw new Error(
      `CHROMIUM_PATH is "${named}", but there is no such file; name a Chrome or Chromium, or unset it.`,
    );
  }
  if (machine.exists(playwrightPath)) {
    return { source: "Playwright's download", executablePath: playwrightPath, env: {} };
  }
  const installed = installedPaths(machine).find(machine.exists);
  return installed === undefined
    ? null
    : { source: "installed", executablePath: installed, env: {} };
}

function installedPaths({ platform, env }: Machine): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const commands = folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
  return [...(APPLICATIONS[platform] ?? []), ...commands];
}

function downloadedBrowser(): FoundBrowser {
  try {
    const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
    execFileSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit" });
  } catch {
    throw new Error(
      "No browser was found, and Playwright could not download one: install Chrome or Chromium, or set CHROMIUM_PATH to one.",
    );
  }
  return { source: "Playwright's download", executablePath: chromium.executablePath(), env: {} };
}

/** Arguments for every start: nothing phones home; no sandbox only where it cannot work (root, CI containers). */
export function browserArguments(isRoot: boolean, isCi: boolean): string[] {
  return [
    ...(isRoot || isCi ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}
