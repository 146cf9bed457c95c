import { createServer } from "node:http";
import path from "node:path";
import next from "next";
import { readProxies } from "./client-address.ts";
import { makeConsoleServer } from "./console-server.ts";

/** Starts the console: `node dist/server.js`, or `tsx server/main.ts` with CONSOLE_DEV=1 while building it. */

const host = process.env.CONSOLE_HOST ?? "127.0.0.1";
const port = readPort(process.env.CONSOLE_PORT ?? "3000");
const dev = process.env.CONSOLE_DEV === "1";

function readPort(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  return fail(`CONSOLE_PORT is "${text}"; it must be a whole number from 0 to 65535.`);
}

const publicUrl = process.env.CONSOLE_URL ?? "";
if (
  host !== "127.0.0.1" &&
  host !== "localhost" &&
  host !== "::1" &&
  !publicUrl.startsWith("https:")
) {
  fail(
    `CONSOLE_HOST is "${host}", which others can reach: end TLS before it and set CONSOLE_URL to the https:// address, or leave CONSOLE_HOST out.`,
  );
}

const proxies = readProxies(process.env.TRUSTED_PROXY_HOPS, process.env.TRUSTED_PROXIES);
if (typeof proxies === "string") fail(proxies);

function fail(sentence: string): never {
  console.error(`console: ${sentence}`);
  process.exit(1);
}

// Next answers upgrades on the server of the first request it sees; this one never listens, so that it answers none.
const unusedServer = createServer();
const pages = next({
  dev,
  dir: path.join(import.meta.dirname, ".."),
  hostname: host,
  port,
  httpServer: unusedServer,
});

await pages.prepare().catch((error: unknown) => {
  const detail = error instanceof Error ? error.message : String(error);
  fail(`the pages are not built (${detail}). Run: npm run build -w @interlock/web`);
});

const server = makeConsoleServer({
  engineUrl: process.env.ENGINE_URL ?? "http://127.0.0.1:8001",
  watchdogUrl: process.env.WATCHDOG_URL ?? "http://127.0.0.1:8002",
  commandFlags: process.env.INTERLOCK_COMMAND_FLAGS ?? "",
  secure: publicUrl.startsWith("https:"),
  proxies,
  renderPage: pages.getRequestHandler(),
  ...(dev ? { upgradePage: pages.getUpgradeHandler() } : {}),
});

server.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EADDRINUSE") fail(`cannot listen on ${host}:${port}: ${error.message}`);
  fail(`port ${port} is in use. Stop what uses it, or set CONSOLE_PORT.`);
});

server.listen(port, host, () => {
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  console.log(`console: ready on http://${host === "127.0.0.1" ? "localhost" : host}:${bound}`);
});

function stop(): void {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
