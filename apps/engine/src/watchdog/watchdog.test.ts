import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { startVenue, type VenueInProcess } from "../../test/venue-in-process.ts";
import { askKill, sendKill } from "../cli/kill/watchdog-channel.ts";
import { checkoutRoot } from "../config/checkout-root.ts";
import { readEnv } from "../config/env.ts";
import { loadConfig } from "../config/load-config.ts";
import { type ControlSocketServer, openControlSocket } from "../operator/control-socket-server.ts";
import { runPath } from "../supervisor/run-files.ts";
import { readKillLatch } from "./kill/kill-latch.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";

const WAIT = { timeout: 14_000, interval: 50 };

let folder: string;
let venue: VenueInProcess;
let watchdog: Watchdog;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "watch-"));
  for (const part of ["run", "keys"]) mkdirSync(join(folder, part), { mode: 0o700 });
  cpSync(join(checkoutRoot(), "config"), join(folder, "root/config"), {
    recursive: true,
    filter: (path) => !path.includes("absent"),
  });
  const path = join(folder, "root/config/system.json");
  // The shortest silence that the configuration allows.
  const hasty = readFileSync(path, "utf8").replace(
    /"heartbeatTimeoutMs": \d+/,
    '"heartbeatTimeoutMs": 3000',
  );
  writeFileSync(path, hasty);
  venue = await startVenue({ speed: 1 });
});
afterEach(async () => {
  await watchdog.close();
  await venue.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(port = "0"): Promise<Awaited<ReturnType<typeof startWatchdog>>> {
  const env = readEnv({ INTERLOCK_DATA_DIR: folder, WATCHDOG_PORT: port });
  const config = loadConfig({ environment: "sim", root: join(folder, "root") });
  if (!env.ok || !config.ok) throw new Error("the configuration is not sound");
  const started = await startWatchdog({
    env: env.env,
    venueEnv: venue.environment,
    config: config.config,
    say: () => undefined,
  });
  if (started.ok && port === "0") watchdog = started.value;
  return started;
}

const healthView = z.object({ engineAlive: z.boolean(), latched: z.boolean(), stage: z.string() });

async function health(): Promise<z.infer<typeof healthView>> {
  const response = await fetch(`http://127.0.0.1:${watchdog.port}/health`);
  return healthView.parse(await response.json());
}

/** An engine's control socket: it gives signs of life as long as it is told to. */
async function openEngine(): Promise<ControlSocketServer> {
  const opened = await openControlSocket(runPath(folder, "engine.sock"), {
    command: ({ commandId }) =>
      Promise.resolve({ commandId, accepted: true, sentence: "Halted.", journalSeq: 1 }),
    status: () => ({ tradingState: "halted" }),
  });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

describe("the watchdog", () => {
  test("hears an engine that gets on, and lets it alone", async () => {
    await start();
    const engine = await openEngine();
    let cycle = 0;
    const beating = setInterval(() => {
      cycle += 1;
      engine.heartbeat(() => ({ cycle, at: Date.now(), venueTime: 0, tradingState: "active" }));
    }, 50);
    try {
      await expect.poll(health, WAIT).toEqual({ engineAlive: true, latched: false, stage: "none" });
    } finally {
      clearInterval(beating);
      await engine.close();
    }
  });

  test("K14 cancels and latches by itself when the decision loop stays silent, and says why", async () => {
    await start();
    await expect
      .poll(() => readKillLatch(folder), WAIT)
      .toMatchObject({
        mode: "cancel",
        trigger: "silence",
        via: "watchdog",
        reason: "the engine's decision loop gave no sign of life for 3 s",
      });
    await expect.poll(async () => (await health()).stage, WAIT).toBe("proven");
  });

  test("carries out a kill that comes over its socket, and proves it at the venue", async () => {
    await start();
    const engine = await openEngine();
    const address = { kind: "socket", path: runPath(folder, "watchdog.sock") } as const;
    const sent = await sendKill(address, {
      commandId: "c-1",
      mode: "cancel",
      reason: "drill",
      includeStops: false,
      by: "Ada",
    });
    expect(sent).toMatchObject({ ok: true, value: { by: "Ada", via: "cli", mode: "cancel" } });
    const stage = async () => {
      const standing = await askKill(address);
      return standing.ok ? standing.value.stage : standing.error;
    };
    await expect.poll(stage, WAIT).toBe("proven");
    await engine.close();
  });

  test("is not started twice: the second one names the port that is taken", async () => {
    await start();
    const second = await start(String(watchdog.port));
    expect(second.ok ? "" : second.error).toContain(String(watchdog.port));
  });
});
