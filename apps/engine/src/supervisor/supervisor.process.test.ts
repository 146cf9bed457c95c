import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { releaseEngineHold, takeEngineHold } from "../watchdog/kill/engine-hold.ts";
import { endLeftovers } from "./start/end-leftovers.ts";
import { isAlive, type ProcessIdentity, signalProcess } from "./process-identity.ts";
import { CHILD_NAMES, type ChildName, readChildrenFile } from "./run-files.ts";

let folder: string;
let notes: string;
let supervisor: ChildProcess | null = null;
let code: Promise<number | null>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "supervisor-"));
  mkdirSync(join(folder, "run"));
  notes = join(folder, "notes");
  writeFileSync(notes, "");
});

afterEach(async () => {
  supervisor?.kill("SIGKILL");
  await endLeftovers(folder, 0);
  rmSync(folder, { recursive: true, force: true });
});

function start(...behaviors: string[]): ChildProcess {
  const program = join(import.meta.dirname, "test/run-supervisor.ts");
  const args = ["--import", import.meta.resolve("tsx"), program, folder, notes, ...behaviors];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  code = new Promise((resolve) => child.once("exit", resolve));
  supervisor = child;
  return child;
}

function noted(): string[] {
  return readFileSync(notes, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

const WAIT = { timeout: 30_000, interval: 20 };

async function ready(): Promise<void> {
  await expect.poll(noted, WAIT).toContain("ready");
}

function identity(name: ChildName): ProcessIdentity {
  const found = readChildrenFile(folder)[name];
  if (found === undefined) throw new Error(`${name} does not run`);
  return found;
}

function livingChildren(): string[] {
  return Object.entries(readChildrenFile(folder)).flatMap(([name, one]) =>
    isAlive(one) ? [name] : [],
  );
}

describe("the supervisor", () => {
  test("starts everything in order and stops it in reverse order", async () => {
    const process = start();
    await ready();
    process.kill("SIGINT");
    expect(await code).toBe(0);
    expect(noted()).toEqual([
      ...CHILD_NAMES.map((name) => `start ${name}`),
      "ready",
      ...[...CHILD_NAMES].reverse().map((name) => `stop ${name}`),
      "end 0 ",
    ]);
    expect(livingChildren()).toEqual([]);
  });

  test("starts a killed engine again within a second, as another process", async () => {
    start();
    await ready();
    const before = identity("engine");
    const killedAt = performance.now();
    signalProcess(before, "SIGKILL");
    await expect
      .poll(() => readChildrenFile(folder).engine?.pid ?? before.pid, WAIT)
      .not.toBe(before.pid);
    expect(performance.now() - killedAt).toBeLessThan(1_000);
    expect(isAlive(identity("engine"))).toBe(true);
  });

  test("C11 starts an engine that ended three times within five minutes halted", async () => {
    start();
    await ready();
    for (let round = 1; round <= 3; round++) {
      const before = identity("engine");
      signalProcess(before, "SIGKILL");
      await expect
        .poll(() => noted().filter((line) => /^start.* engine$/.test(line)).length, WAIT)
        .toBe(round + 1);
      await expect.poll(() => readChildrenFile(folder).engine?.pid, WAIT).not.toBe(before.pid);
    }
    expect(noted().filter((line) => / engine$/.test(line))).toEqual([
      "start engine",
      "start engine",
      "start engine",
      "start(crash_loop) engine",
    ]);
  });

  test("starts no engine while positions are closed without it", async () => {
    start();
    await ready();
    expect(takeEngineHold(folder, "test")).toBe(true);
    signalProcess(identity("engine"), "SIGKILL");
    await expect.poll(() => readChildrenFile(folder).engine, WAIT).toBeUndefined();
    signalProcess(identity("console"), "SIGKILL");
    // The console comes back, so the supervisor is at work; the engine does not.
    await expect
      .poll(() => noted().filter((line) => line === "start console").length, WAIT)
      .toBe(2);
    expect(noted().filter((line) => line === "start engine")).toHaveLength(1);
    releaseEngineHold(folder);
    await expect.poll(() => noted().filter((line) => line === "start engine").length, WAIT).toBe(2);
  });

  test("says why a child did not start, and ends what had started before it", async () => {
    start("engine=refuse");
    expect(await code).toBe(1);
    expect(noted()).toEqual([
      "start venue",
      "start engine",
      "stop venue",
      "end 1 The engine did not start: config/system.json is missing; it must exist.",
    ]);
  });

  test("ends a child by force that does not end by itself", async () => {
    const process = start("console=stubborn");
    await ready();
    process.kill("SIGINT");
    expect(await code).toBe(0);
    expect(noted()).toContain("ignore console");
    expect(livingChildren()).toEqual([]);
  });

  test("does not wait for what a child leaves behind", async () => {
    const process = start("watchdog=forks");
    await ready();
    process.kill("SIGINT");
    expect(await code).toBe(0);
  });

  test("keeps each child's output in its log", async () => {
    start();
    await ready();
    for (const name of CHILD_NAMES) {
      expect(readFileSync(join(folder, `logs/${name}.log`), "utf8")).toContain('"ready":true');
    }
  });
});

describe("after a supervisor that was killed", () => {
  test("its children end by themselves", async () => {
    const process = start();
    await ready();
    expect(livingChildren()).toHaveLength(4);
    process.kill("SIGKILL");
    await expect.poll(livingChildren, WAIT).toEqual([]);
    // They were told to stop and did it in their own way.
    expect(noted().filter((line) => line.startsWith("stop "))).toHaveLength(4);
  });

  test("the next start ends a child that did not", async () => {
    const process = start("engine=stubborn");
    await ready();
    process.kill("SIGKILL");
    await expect.poll(livingChildren, WAIT).toEqual(["engine"]);
    expect(await endLeftovers(folder, 100)).toBe(1);
    expect(livingChildren()).toEqual([]);
  });
});

test("run files of a stopped supervisor name nobody", async () => {
  const process = start();
  await ready();
  process.kill("SIGINT");
  await code;
  expect(existsSync(join(folder, "run/children.json"))).toBe(true);
  expect(readChildrenFile(folder)).toEqual({});
});
