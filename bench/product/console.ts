import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { checkoutRoot } from "../../apps/engine/src/config/checkout-root.ts";
import { Program } from "../../apps/engine/test/processes/program.ts";
import { browserArguments, findBrowser } from "../../e2e/browser.ts";
import type { BenchEngine } from "../workload/bench-engine.ts";
import {
  openTradingThread,
  signIn,
  type TradingThread,
  type TradingThreadOptions,
} from "./trading-thread.ts";

/** The built console in front of a trading thread, and a browser that looks at it. */
export interface WatchedConsole<Opened extends BenchEngine> {
  readonly url: string;
  readonly thread: TradingThread<Opened>;
  /** Opens a browser window that is signed in and has nothing in its cache. */
  readonly newWindow: () => Promise<BrowserContext>;
  readonly close: () => Promise<void>;
}

/** Starts database, trading thread, edge, the built console and a browser. */
export async function openWatchedConsole<Opened extends BenchEngine>(
  open: TradingThreadOptions<Opened>["open"],
): Promise<WatchedConsole<Opened>> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const thread = await openTradingThread({ consoleUrl: url, open });
  const server = new Program({
    name: "console",
    args: [join(checkoutRoot(), "apps", "web", "dist", "server.js")],
    env: { CONSOLE_PORT: String(port), ENGINE_URL: thread.edgeUrl, NODE_ENV: "production" },
  });
  await server.line(/^console: ready/);
  const cookies = (await signIn(thread.edgeUrl, await thread.signInLink())).split("; ");
  const browser = await launchBrowser();
  return {
    url,
    thread,
    newWindow: async () => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: "en-US",
        timezoneId: "America/New_York",
      });
      await context.addCookies(
        cookies.map((cookie) => {
          const [name = "", value = ""] = cookie.split(/=(.*)/s);
          return { name, value, url };
        }),
      );
      return context;
    },
    close: async () => {
      await browser.close();
      await server.end("SIGTERM");
      await thread.close();
    },
  };
}

async function launchBrowser(): Promise<Browser> {
  const { executablePath, env, source } = await findBrowser();
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: browserArguments(process.getuid?.() === 0, true),
  });
  console.error(`browser: ${source}, ${browser.version()}`);
  return browser;
}

/** The console's address is part of sign-in, so that its port must be known before it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
