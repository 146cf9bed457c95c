import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { commandLine } from "../../cli/test/command-line.ts";
import { takeClaim } from "../claim-file.ts";
import { prepareDataFolder } from "../data-folder.ts";
import { latchPath, readKillLatch } from "../../watchdog/kill/kill-latch.ts";
import { runPath } from "../run-files.ts";
import { anyFreePort } from "./port-holder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "refuse-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const PORTS = [
  "--engine-port",
  "0",
  "--venue-port",
  "0",
  "--watchdog-port",
  "0",
  "--console-port",
  "0",
];

/** Starts what must be refused; returns the sentence that a person reads last. */
function refused(...args: string[]): Promise<string> {
  return refusedWith(1, ...args);
}

async function refusedWith(expected: number, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await commandLine(
    "start",
    ...["--no-console", "--data-dir", folder, ...PORTS],
    ...args,
  );
  expect([code, stdout.includes("Interlock runs")]).toEqual([expected, false]);
  return stderr.trim();
}

describe("what cannot be started is said in one sentence, before anything runs", () => {
  test("a second start while the first has not finished", async () => {
    prepareDataFolder(folder);
    takeClaim(runPath(folder, "supervisor.lock"), "supervisor");
    const { code, stderr } = await commandLine("start", "--no-console", "--data-dir", folder);
    expect(stderr).toBe(
      `Interlock is already being started from ${folder} (process ${process.pid}).\n`,
    );
    expect(code).toBe(4);
  });

  test("a taken port, with the flag that chooses another", async () => {
    const taken: Server = createServer();
    const port = await anyFreePort();
    await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
    const sentence = await refused("--generate", "--engine-port", String(port));
    taken.close();
    expect(sentence).toMatch(
      new RegExp(`^Port ${port} \\(engine\\) is taken by .*choose another with --engine-port\\.$`),
    );
  });

  test("a data folder where a file stands", async () => {
    writeFileSync(join(folder, "file"), "");
    expect(await refused("--data-dir", join(folder, "file/data"))).toContain(
      "cannot be made because a file stands in its way",
    );
  });

  test("a data folder where none can be made, at once", async () => {
    expect(await refused("--data-dir", "/proc/interlock")).toMatch(
      /^The data folder \/proc\/interlock cannot be/,
    );
  });

  test.each([
    [
      ["--speed", "fast"],
      '--speed is "fast"; it must be a number above 0 and at most 10000, or "max".',
    ],
    [
      ["--generate", "--from", "9:30"],
      '--from is "9:30"; it must be a time in New York from 04:00 to 19:59, such as 09:30.',
    ],
    [
      ["--replay", "/nowhere"],
      "--replay /nowhere does not exist; it must be a folder of recorded market data.",
    ],
    [["--replay", "/tmp", "--generate"], "Choose either --replay DIR or --generate, not both."],
  ])("a flag that says the impossible: %j", async (flags, sentence) => {
    expect(await refusedWith(2, ...flags)).toBe(sentence);
  });

  test("a configuration that is not sound, with every fault", async () => {
    mkdirSync(join(folder, "root/config"), { recursive: true });
    vi.stubEnv("INTERLOCK_CONFIG_ROOT", join(folder, "root"));
    const sentence = await refused("--generate");
    for (const file of ["config/system.json", "config/risk_limits.toml", "config/universe.json"])
      expect(sentence).toContain(file);
  });

  test("a day to play at a real venue", async () => {
    vi.stubEnv("INTERLOCK_ENV", "paper");
    expect(await refusedWith(2, "--generate")).toBe(
      "A day can be chosen in a simulation only; INTERLOCK_ENV is paper.",
    );
  });

  test("a real venue without keys", async () => {
    vi.stubEnv("INTERLOCK_ENV", "paper");
    for (const name of [
      "ALPACA_API_KEY",
      "APCA_API_KEY_ID",
      "ALPACA_SECRET_KEY",
      "APCA_API_SECRET_KEY",
    ])
      vi.stubEnv(name, "");
    expect(await refused()).toMatch(/ALPACA_API_KEY/);
  });

  test("D01 a database that does not answer", async () => {
    vi.stubEnv("DATABASE_URL", `postgresql://nobody@127.0.0.1:${await anyFreePort()}/none`);
    expect(await refused("--generate")).toMatch(
      /The database at 127\.0\.0\.1:\d+\/none cannot be reached: connect ECONNREFUSED/,
    );
  });

  test("beginning anew with a real account: a latched kill and the journal stay", async () => {
    vi.stubEnv("INTERLOCK_ENV", "paper");
    prepareDataFolder(folder);
    writeFileSync(latchPath(folder), "{}");
    expect(await refused("--fresh")).toBe(
      "Only a simulation can begin anew with --fresh; for another account choose another --data-dir. INTERLOCK_ENV is paper.",
    );
    expect(readKillLatch(folder)).not.toBeNull();
  });
});
