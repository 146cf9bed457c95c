import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { signalProcess } from "../supervisor/process-identity.ts";
import { readChildrenFile, readSupervisorFile } from "../supervisor/run-files.ts";
import { commandLine, type RunningCommand, startCommand } from "./test/command-line.ts";
import { writeSmallDay } from "./test/small-day.ts";

/** The whole product, started by the command line that runs in this process; its parts are processes. */
const WAIT = { timeout: 100_000, interval: 50 };
/** A busy machine takes several times as long as an idle one. */
const LONG = 120_000;
const PORTS = ["--engine-port", "0", "--venue-port", "0", "--watchdog-port", "0"];

let folder: string;
let product: RunningCommand;

const start = (...args: string[]) =>
  startCommand("start", "--no-console", ...PORTS, "--data-dir", folder, ...args);
const interlock = (command: string, ...args: string[]) =>
  commandLine(command, ...args, "--data-dir", folder);

async function engineState(): Promise<string> {
  const { stdout } = await interlock("status");
  return /^engine {4}trading (\w+)/m.exec(stdout)?.[1] ?? stdout;
}

beforeEach(() => vi.stubEnv("DATABASE_URL", ""));
afterEach(() => vi.unstubAllEnvs());

beforeAll(async () => {
  vi.stubEnv("DATABASE_URL", "");
  folder = mkdtempSync(join(tmpdir(), "product-"));
  product = start("--generate", "--seed", "7", "--symbols", "SPY,IBM", "--speed", "20");
  await vi.waitFor(() => expect(product.stdout).toContain("Stop everything"), WAIT);
}, LONG);

afterAll(async () => {
  product.interrupt();
  await product.ended;
  rmSync(folder, { recursive: true, force: true });
}, LONG);

describe("a product that runs", { timeout: LONG }, () => {
  test("has told step by step what it started, what it plays and how to stop it", () => {
    expect(product.stdout).toMatch(/ {2}Environment sim; data in /);
    expect(product.stdout).toMatch(/The database is ready\.\s+The venue is ready\./);
    expect(product.stdout).toMatch(
      /^Playing a generated day \(seed 7\), SPY, IBM from \d\d:\d\d New York, 20 times faster than real time\.$/m,
    );
    expect(product.stdout).toContain("Stop trading: ./interlock kill --mode cancel --data-dir");
  });

  test("is shown with its parts, addresses and how trading stands", async () => {
    await expect.poll(engineState, WAIT).toBe("active");
    const { code, stdout } = await interlock("status");
    expect(stdout).toMatch(/^Interlock \(sim\) runs since \S+, process \d+\.$/m);
    expect(stdout).toMatch(/^venue {5}http:\S+, playing a generated day/m);
    expect(stdout).toMatch(/^watchdog {2}http:\S+\/kill\/plain$/m);
    expect(stdout).toMatch(/^engine {4}process \d+$/m);
    expect(stdout).toMatch(
      /equity \d+\.\d\d; realized .* working orders, \d+ positions; journal at \d+$/m,
    );
    expect(code).toBe(0);
  });

  test("is well, part by part, with code 0; and for programs in one line", async () => {
    await expect.poll(async () => (await interlock("health")).code, WAIT).toBe(0);
    const { stdout } = await interlock("health", "--json");
    const { status, parts } = z
      .object({ status: z.string(), parts: z.array(z.object({ name: z.string() })) })
      .parse(JSON.parse(stdout));
    expect(status).toBe("ok");
    expect(parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["market_data", "database", "watchdog", "venue"]),
    );
  });

  test("is not started twice", async () => {
    const { code, stderr } = await interlock("start", "--no-console");
    expect(stderr).toMatch(/^Interlock already runs at http:\S+ \(process \d+, since \S+\)\.\n$/);
    expect(code).toBe(4);
  });

  test("has nothing to sign in to without a console", async () => {
    expect(await interlock("sign-in-link")).toMatchObject({
      code: 1,
      stderr: "Interlock runs without a console, so there is nothing to sign in to.\n",
    });
  });

  test("verifies while it trades, rows and all", async () => {
    const { code, stdout } = await interlock("verify-audit");
    expect(stdout).toMatch(/^Audit rows: \d+ agree with the journal/m);
    expect(code).toBe(0);
  });

  test("is killed through its watchdog, which proves it; health and status show the latch", async () => {
    const killed = await interlock("kill", "--mode", "flatten", "--reason", "drill");
    expect(killed.stdout).toContain(
      "Proven: the venue showed no open order and no position twice.",
    );
    expect(killed.code).toBe(0);
    const { stdout } = await interlock("status");
    expect(stdout).toMatch(/^Kill latched: flatten, by .+: drill$/m);
    expect(stdout).toMatch(/^engine {4}trading halted/m);
    const health = await interlock("health");
    expect(health.stdout).toMatch(/degraded +watchdog +hears the engine; a kill is latched/);
    expect(health.code).toBe(1);
  });

  test("trades again only when somebody says why", async () => {
    expect(await interlock("resume", "--reason", "  short   ")).toMatchObject({
      code: 2,
      stderr: "--reason must have 10 to 500 characters.\n",
    });
    await expect
      .poll(async () => (await interlock("resume", "--reason", "the drill is over")).code, WAIT)
      .toBe(0);
    expect((await interlock("status")).stdout).toMatch(
      /trading reducing \(reduce-only after a resume/,
    );
    const again = await interlock("resume", "--reason", "for the second time", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ accepted: expect.any(Boolean) });
  });

  test("shows a part that is gone, and the code says so, until it is back", async () => {
    const { venue } = readChildrenFile(folder);
    if (venue === undefined) throw new Error("no venue");
    signalProcess(venue, "SIGSTOP");
    try {
      const { code, stdout } = await interlock("health");
      expect(stdout).toMatch(/^ {2}down +venue +http:\S+ does not answer \(.+\)$/m);
      expect(code).toBe(1);
    } finally {
      signalProcess(venue, "SIGCONT");
    }
  });

  test("is watched until it stops, which ends the watching with code 3", async () => {
    const watching = startCommand("health", "--watch", "--data-dir", folder);
    await expect.poll(() => watching.stdout, WAIT).toContain("watchdog");
    product.interrupt();
    expect(await product.ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Stopping in order; once more stops at once."),
    });
    expect(await watching.ended).toMatchObject({
      code: 3,
      stderr: `Nothing runs from ${folder}: start it with ./interlock start --data-dir ${folder}.\n`,
    });
  });
});

describe("a product that was stopped", { timeout: LONG }, () => {
  test("leaves no run file, and a journal whose rows verify with the database started for it", async () => {
    expect(readSupervisorFile(folder)).toBeNull();
    const { code, stdout } = await interlock("verify-audit");
    expect(stdout).toMatch(/^Audit rows: \d+ agree with the journal/m);
    expect(code).toBe(0);
  });

  test("keeps its market: another one needs --fresh, which puts the old data aside", async () => {
    const { code, stderr } = await interlock("start", "--no-console", "--generate", ...PORTS);
    expect(stderr).toMatch(
      /holds a simulation of .*, add --fresh \(what is there is kept in archive\/\)/,
    );
    expect(code).toBe(2);
  });

  test("plays a day to its end, proves that all books agree, and ends with 0", async () => {
    const day = join(folder, "recorded");
    writeSmallDay(day);
    product = start(
      ...["--fresh", "--replay", day, "--symbols", "SPY,IBM"],
      ...["--speed", "max", "--json"],
    );
    const { code, stdout, stderr } = await product.ended;
    expect(stderr).toMatch(/The data so far are kept in .*archive/);
    expect(stderr).toContain("The day is over; ledger, venue, database and journal are compared.");
    const [ready, summary] = stdout.trim().split("\n");
    expect(JSON.parse(ready ?? "")).toMatchObject({ speed: "max", signInLink: "" });
    const { agrees, fills } = z
      .object({ agrees: z.boolean(), fills: z.number() })
      .parse(JSON.parse(summary ?? ""));
    expect(agrees, summary).toBe(true);
    expect(fills).toBeGreaterThan(0);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, "archive"))).toHaveLength(1);
  });

  test("decides its recorded day again and gets the same records, byte for byte", async () => {
    const { code, stdout } = await interlock("replay", "--decide");
    expect(stdout).toMatch(/^Decided again, \d+ inputs: the same records\.$/m);
    expect(code).toBe(0);
  });
});
