import type { KillOrder, KillPorts, KillReply, KillRoute } from "./kill-call.ts";
import { readEngineReply, readWatchdogReply } from "./kill-reply.ts";

const PATHS: Readonly<Record<KillRoute, string>> = {
  engine: "/trpc/kill.engage",
  watchdog: "/kill",
};

async function ask(route: KillRoute, order: KillOrder, timeoutMs: number): Promise<KillReply> {
  const { tap, ...body } = order;
  try {
    const response = await fetch(PATHS[route], {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "x-interlock-client": "console",
        ...(tap === undefined ? {} : { "x-interlock-tap": tap }),
      },
      body: JSON.stringify(body),
      keepalive: true,
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return route === "engine"
      ? readEngineReply(response.status, text)
      : readWatchdogReply(response.status, text);
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === "TimeoutError";
    return { kind: "no_answer", why: timedOut ? `no answer in ${timeoutMs} ms` : "not reachable" };
  }
}

/** The browser's own fetch and timers. */
export const browserKillPorts: KillPorts = {
  ask,
  pause: (ms) => new Promise((resolve) => window.setTimeout(resolve, ms)),
};
