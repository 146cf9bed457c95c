import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { startVenue, type VenueInProcess } from "../../../test/venue-in-process.ts";
import { openControlSocket } from "../../operator/control-socket-server.ts";
import type { OperatorCommand } from "../../operator/operator-command.ts";
import { identifyProcess } from "../../supervisor/process-identity.ts";
import { runPath, type SupervisorFile, writeSupervisorFile } from "../../supervisor/run-files.ts";
import { anyFreePort } from "../../supervisor/start/port-holder.ts";
import { readKillLatch } from "../../watchdog/kill/kill-latch.ts";
import { commandLine, startCommand } from "../test/command-line.ts";

const WAIT = { timeout: 20_000, interval: 50 };

let venue: VenueInProcess;
let folder: string;
let nobody: number;

beforeAll(async () => {
  venue = await startVenue({ speed: 1 });
});
afterAll(() => venue.close());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "kill-"));
  mkdirSync(join(folder, "run"), { mode: 0o700 });
  nobody = await anyFreePort();
  vi.stubEnv("WATCHDOG_PORT", String(nobody));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await ask("DELETE", "/v2/orders");
  rmSync(folder, { recursive: true, force: true });
});

const kill = (...args: string[]) => commandLine("kill", "--data-dir", folder, ...args);

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const { keyId, secretKey } = venue.environment.credentials;
  const response = await fetch(`${venue.url}${path}`, {
    method,
    headers: {
      "APCA-API-KEY-ID": keyId,
      "APCA-API-SECRET-KEY": secretKey,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}

async function openOrders(): Promise<number> {
  return z.array(z.unknown()).parse(await ask("GET", "/v2/orders?status=open")).length;
}

const RESTING = {
  symbol: "SPY",
  side: "buy",
  qty: "1",
  type: "limit",
  limit_price: "1.00",
  time_in_force: "day",
};

/** A product whose supervisor is this process, so that the venue's address is known. */
function runFile(change: Partial<SupervisorFile> = {}): SupervisorFile {
  const identity = identifyProcess(process.pid);
  if (identity === null) throw new Error("this process does not run");
  return {
    ...identity,
    url: venue.url,
    startedAt: "2026-06-16T14:00:00.000Z",
    environment: "sim",
    consoleUrl: null,
    engineUrl: venue.url,
    venueUrl: venue.url,
    watchdogUrl: `http://localhost:${nobody}`,
    databaseUrl: "postgresql://nobody@127.0.0.1:1/none",
    tape: "",
    ...change,
  };
}

describe("a kill without a watchdog", () => {
  test("tells both ways that were tried, cancels at the venue itself, proves it and latches", async () => {
    writeSupervisorFile(folder, runFile());
    await ask("POST", "/v2/orders", RESTING);
    expect(await openOrders()).toBe(1);
    const { code, stdout, stderr } = await kill("--mode", "cancel", "--reason", "drill");
    expect(stderr).toContain(`Watchdog at ${folder}/run/watchdog.sock: connect ENOENT`);
    expect(stderr).toContain(`Watchdog at port ${nobody}: connect ECONNREFUSED`);
    expect(stderr).toContain("No watchdog answers: the kill is carried out from here.");
    expect(stdout).toContain("Proven: the venue showed no open order twice.");
    expect(code).toBe(0);
    expect(await openOrders()).toBe(0);
    expect(readKillLatch(folder)).toMatchObject({ mode: "cancel", reason: "drill", via: "cli" });
  });

  test("asks an engine that listens to halt, and gives programs the end in one line", async () => {
    writeSupervisorFile(folder, runFile());
    const taken: OperatorCommand[] = [];
    const engine = await openControlSocket(runPath(folder, "engine.sock"), {
      command: (command) => {
        taken.push(command);
        const { commandId } = command;
        return Promise.resolve({ commandId, accepted: true, sentence: "Halted.", journalSeq: 1 });
      },
      status: () => ({ tradingState: "halted" }),
    });
    if (!engine.ok) throw new Error(engine.error);
    try {
      const { code, stdout } = await kill("--mode", "halt", "--json");
      expect(JSON.parse(stdout)).toMatchObject({ mode: "halt", stage: "proven", residual: [] });
      expect(code).toBe(0);
      expect(taken[0]).toMatchObject({ via: "cli", body: { kind: "kill", mode: "halt" } });
    } finally {
      await engine.value.close();
    }
  });

  test("is not carried out from here where it is a drill: nothing is touched", async () => {
    writeSupervisorFile(folder, runFile());
    await ask("POST", "/v2/orders", RESTING);
    const { code, stderr } = await kill("--mode", "flatten", "--drill");
    expect(stderr).toContain("Nothing was rehearsed: no watchdog answers");
    expect(code).toBe(1);
    expect(await openOrders()).toBe(1);
    expect(readKillLatch(folder)).toBeNull();
  });

  test("works although the configuration cannot be read, and says by which limits", async () => {
    writeSupervisorFile(folder, runFile());
    vi.stubEnv("INTERLOCK_CONFIG_ROOT", folder);
    const { code, stderr } = await kill("--mode", "flatten");
    expect(stderr).toContain(
      "The configuration cannot be read; positions are closed within 2 % of the last price.",
    );
    expect(code).toBe(0);
  });

  test("has nothing to do when nothing runs, with code 3, although a dead product left its file", async () => {
    writeSupervisorFile(folder, runFile({ startedAs: "another time", venueUrl: null }));
    expect((await kill("--mode", "flatten")).code).toBe(3);
    writeSupervisorFile(
      folder,
      runFile({ startedAs: "another time", venueUrl: `http://localhost:${nobody}` }),
    );
    const { code, stderr } = await kill("--mode", "flatten");
    expect(stderr).toContain(`Nothing runs from ${folder}, so there is nothing to stop.`);
    expect(code).toBe(3);
  });

  test("goes to the venue when its simulation still runs behind a dead supervisor", async () => {
    writeSupervisorFile(folder, runFile({ startedAs: "another time" }));
    await ask("POST", "/v2/orders", RESTING);
    expect((await kill("--mode", "cancel")).code).toBe(0);
    expect(await openOrders()).toBe(0);
  });

  test("at a real account without keys says to act at the broker", async () => {
    vi.stubEnv("INTERLOCK_ENV", "live");
    for (const name of [
      "ALPACA_API_KEY",
      "APCA_API_KEY_ID",
      "ALPACA_SECRET_KEY",
      "APCA_API_SECRET_KEY",
    ])
      vi.stubEnv(name, "");
    const { code, stderr } = await kill("--mode", "flatten");
    expect(stderr).toContain("Act at the broker: cancel and close there.");
    expect(code).toBe(1);
  });
});

/** A kill under way, as the watchdog tells it. */
const KILL = {
  killId: "k1",
  mode: "cancel",
  by: "Ada",
  via: "cli",
  reason: "drill",
  requestedAt: 1,
  gateClosedAt: 2,
  provenAt: null,
  gateClosedMs: 1,
  cancels: { requested: 1, confirmed: 0, pending: 1 },
  closes: { requested: 0, filled: 0, pending: 0, queued: 0 },
  venueOpenOrders: 1,
  venuePositions: 0,
  cleanSweeps: 0,
  detail: "The gate is closed; one order is being canceled.",
  keptStops: [],
};

describe("a kill with a watchdog that gets lost", () => {
  let server: Server;
  let stage: string;
  let residual: { what: string; why: string }[];

  /** Speaks as the watchdog does; it stands for one that is stopped or hung at a chosen moment. */
  beforeEach(async () => {
    stage = "canceling";
    residual = [];
    server = createServer((_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ kill: standing() }));
    });
    await new Promise<void>((resolve) => server.listen(nobody, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const standing = () => ({ ...KILL, stage, residual });

  test("is finished from here once it has been silent for three seconds", async () => {
    writeSupervisorFile(folder, runFile());
    const running = startCommand("kill", "--mode", "cancel", "--data-dir", folder);
    await expect.poll(() => running.stdout, WAIT).toContain(KILL.detail);
    server.closeAllConnections();
    server.close();
    const { code, stderr } = await running.ended;
    expect(stderr).toMatch(/The watchdog does not answer any more \(.*ECONNREFUSED.*\)\./);
    expect(code).toBe(0);
  });

  test("ends with code 1 and names what is left at the venue", async () => {
    stage = "residual";
    residual = [{ what: "IBM 10 shares", why: "halted at the exchange" }];
    const { code, stderr } = await kill("--mode", "flatten");
    expect(stderr).toContain("Left: IBM 10 shares: halted at the exchange.");
    expect(code).toBe(1);
  });

  test("of a drill that the watchdog refuses goes no other way", async () => {
    server.removeAllListeners("request");
    server.on("request", (_, response) => {
      response.statusCode = 409;
      response.end(JSON.stringify({ error: "Nothing was done: in live only Halt new." }));
    });
    const { code, stderr } = await kill("--mode", "flatten", "--drill");
    expect(stderr).toMatch(/Nothing was done: in live only Halt new\.\n$/);
    expect(code).toBe(1);
  });

  test("ends with code 1 when somebody resumes trading meanwhile", async () => {
    const running = startCommand("kill", "--mode", "flatten", "--data-dir", folder);
    await expect.poll(() => running.stdout, WAIT).toContain(KILL.detail);
    stage = "resumed";
    expect((await running.ended).code).toBe(1);
  });

  test("does not trust another program that answers on the watchdog's port", async () => {
    server.removeAllListeners("request");
    server.on("request", (_, response) => response.end("<html>hello</html>"));
    const { code, stderr } = await kill("--mode", "cancel");
    expect(stderr).toContain(`Watchdog at port ${nobody}: the watchdog answered 200: <html>hello`);
    expect(code).toBe(3);
  });
});
