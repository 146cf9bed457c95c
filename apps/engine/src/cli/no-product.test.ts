import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { identifyProcess, type ProcessIdentity } from "../supervisor/process-identity.ts";
import {
  runPath,
  type SupervisorFile,
  writeChildrenFile,
  writeSupervisorFile,
} from "../supervisor/run-files.ts";
import { writeKillLatch } from "../watchdog/kill/kill-latch.ts";
import { anyFreePort } from "../supervisor/start/port-holder.ts";
import { commandLine } from "./test/command-line.ts";

let folder: string;
let closed: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "no-product-"));
  mkdirSync(join(folder, "run"), { mode: 0o700 });
  closed = `http://localhost:${await anyFreePort()}`;
  vi.stubEnv("DATABASE_URL", "");
  vi.stubEnv("WATCHDOG_PORT", new URL(closed).port);
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const interlock = (command: string, ...args: string[]) =>
  commandLine(command, ...args, "--data-dir", folder);

/** A process that lives until it is signaled; it stands for a supervisor, or for a part of the product. */
async function standIn(program = "setInterval(() => {}, 1000)"): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ["-e", `${program}; console.log("up")`], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === null) throw new Error("the stand-in ended at once");
  return identity;
}

function writeRunFile(identity: ProcessIdentity, more: Partial<SupervisorFile> = {}): void {
  writeSupervisorFile(folder, {
    ...identity,
    url: closed,
    startedAt: "2026-06-16T14:00:00.000Z",
    environment: "sim",
    consoleUrl: null,
    engineUrl: closed,
    venueUrl: null,
    watchdogUrl: closed,
    databaseUrl: "postgresql://nobody@127.0.0.1:1/none",
    tape: "",
    ...more,
  });
}

const NOBODY = 65_534;

/** Acts as a user whom the data folder is closed to. */
async function asSomebodyElse<T>(act: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  else chmodSync(join(folder, "run"), 0);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
    else chmodSync(join(folder, "run"), 0o700);
  }
}

const NOTHING_RUNS = () =>
  `Nothing runs from ${folder}: start it with ./interlock start --data-dir ${folder}.\n`;

describe("where nothing runs", () => {
  test.each(["health", "sign-in-link"])(
    "%s says so and how to start, with code 3",
    async (name) => {
      expect(await interlock(name)).toEqual({ code: 3, stdout: "", stderr: NOTHING_RUNS() });
    },
  );

  test("status says so, in words and in JSON, with code 3", async () => {
    expect(await interlock("status")).toMatchObject({
      code: 3,
      stdout: `Nothing runs from ${folder}.\n`,
    });
    const { code, stdout } = await interlock("status", "--json");
    expect([code, JSON.parse(stdout)]).toMatchObject([3, { running: false, engine: null }]);
  });

  test("a run file of a process that is gone counts for nothing", async () => {
    writeRunFile({ pid: process.pid, startedAs: "another time" });
    expect(await interlock("health")).toEqual({ code: 3, stdout: "", stderr: NOTHING_RUNS() });
    expect((await interlock("status")).code).toBe(3);
  });

  test.each(["status", "health", "sign-in-link"])(
    "%s says that the folder is another user's, not that nothing runs in it",
    async (name) => {
      // Once before, so that all of it is loaded: another user may not read the checkout either.
      await interlock(name);
      const { code, stderr } = await asSomebodyElse(() => interlock(name));
      expect(stderr).toMatch(/^This user may not use .+: run the command as the user who started/);
      expect(code).toBe(1);
    },
  );

  test("a torn run file counts for nothing", async () => {
    writeFileSync(runPath(folder, "supervisor.json"), '{"pid": 1');
    writeFileSync(runPath(folder, "children.json"), "nonsense");
    expect((await interlock("status")).stdout).toBe(`Nothing runs from ${folder}.\n`);
  });

  test("stop says so with code 3", async () => {
    expect(await interlock("stop", "--json")).toEqual({
      code: 3,
      stdout: '{"stopped":false,"ended":0}\n',
      stderr: `Nothing runs from ${folder}.\n`,
    });
  });

  test("resume says that nothing was resumed, with code 3", async () => {
    expect(await interlock("resume", "--reason", "all is well again")).toEqual({
      code: 3,
      stdout: "",
      stderr: `Nothing was resumed: the engine does not listen on ${folder}/run/engine.sock.\n`,
    });
  });
});

describe("where a part runs", () => {
  test("stop ends a supervisor in order and waits until it is gone", async () => {
    const supervisor = await standIn();
    writeFileSync(
      runPath(folder, "supervisor.lock"),
      JSON.stringify({ ...supervisor, note: "supervisor" }),
    );
    expect(await interlock("stop")).toEqual({
      code: 0,
      stdout: "Everything has stopped.\n",
      stderr: `Stopping process ${supervisor.pid}; the engine has ten seconds to drain.\n`,
    });
  });

  test("stop ends what a killed supervisor left behind, and removes the files that name it", async () => {
    const engine = await standIn();
    writeRunFile({ pid: process.pid, startedAs: "another time" });
    writeChildrenFile(folder, { engine });
    expect(await interlock("stop")).toEqual({
      code: 3,
      stdout: "",
      stderr: `Nothing runs from ${folder}. 1 processes of a killed supervisor were ended.\n`,
    });
    expect(identifyProcess(engine.pid)).toBeNull();
    expect(existsSync(runPath(folder, "children.json"))).toBe(false);
  });

  test("status names what is left of a killed supervisor, and an engine that does not answer", async () => {
    const engine = await standIn();
    writeChildrenFile(folder, { engine });
    const { code, stdout } = await interlock("status");
    expect(stdout).toBe(`engine    process ${engine.pid}\nengine    does not answer\n`);
    expect(code).toBe(1);
  });

  test("status names the console where there is one, and a latched kill", async () => {
    const supervisor = await standIn();
    writeRunFile(supervisor, { consoleUrl: "http://localhost:3000", environment: "paper" });
    writeKillLatch(folder, {
      version: 1,
      commandId: "k1",
      mode: "halt",
      includeStops: false,
      reason: "news",
      by: { userId: "u1", name: "Ada", role: "owner" },
      via: "console",
      trigger: "operator",
      requestedAt: 1,
      haltSeen: false,
      provenAt: null,
    });
    const { code, stdout } = await interlock("status");
    expect(stdout).toContain(
      `Interlock (paper) runs since 2026-06-16T14:00:00.000Z, process ${supervisor.pid}.`,
    );
    expect(stdout).toContain("console   http://localhost:3000");
    expect(stdout).not.toContain("venue");
    expect(stdout).toContain("Kill latched: halt, by Ada: news");
    expect(code).toBe(1);
  });

  test("health calls every part that does not answer down, and says why", async () => {
    writeRunFile(await standIn(), { consoleUrl: closed });
    const { code, stdout } = await interlock("health");
    for (const part of ["engine", "watchdog", "console"])
      expect(stdout).toMatch(
        new RegExp(`^  down +${part} +${closed}/\\S+ does not answer \\(.*ECONNREFUSED.*\\)$`, "m"),
      );
    expect(code).toBe(1);
  });

  test("sign-in-link says why no link could be made", async () => {
    writeRunFile(await standIn(), { consoleUrl: closed });
    const { code, stderr } = await interlock("sign-in-link");
    expect(stderr).toMatch(/^No sign-in link could be made: .+/);
    expect(code).toBe(1);
  });
});

describe("a command line that is not understood has code 2 and a sentence", () => {
  test.each([
    [["frobnicate"], "error: unknown command 'frobnicate'"],
    [["kil"], "(Did you mean kill?)"],
    [["kill"], "error: required option '--mode <mode>' not specified"],
    [["kill", "--mode", "stop"], "Allowed choices are halt, cancel, flatten."],
    [
      ["kill", "--mode", "halt", "--reason", "x".repeat(501)],
      "--reason is longer than 500 characters.",
    ],
    [["resume", "--reason", "short"], "--reason must have 10 to 500 characters."],
    [["resume", "--reason", "x".repeat(501)], "--reason must have 10 to 500 characters."],
    [["replay", "--seq", "-1"], "It must be a whole number of at least 0."],
    [["replay", "--seq", "1.5"], "It must be a whole number of at least 0."],
    [
      ["start", "--engine-port", "70000"],
      "It must be a whole number from 0 to 65535; 0 takes any free port.",
    ],
    [
      ["start", "--venue-port", "http"],
      "It must be a whole number from 0 to 65535; 0 takes any free port.",
    ],
    [["validate-config", "--env", "prod"], "Allowed choices are sim, paper, live."],
    [["status", "--jsn"], "(Did you mean --json?)"],
  ])("%j", async (args, sentence) => {
    const { code, stdout, stderr } = await commandLine(...args);
    expect(stderr).toContain(sentence);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("a broken environment variable is named, with code 2", async () => {
    vi.stubEnv("WATCHDOG_PORT", "http");
    const { code, stderr } = await interlock("status");
    expect(stderr).toMatch(/WATCHDOG_PORT.*must be a whole number from 0 to 65535/);
    expect(code).toBe(2);
  });
});

test("help tells every command and what the exit codes mean, with code 0", async () => {
  const { code, stdout } = await commandLine("--help");
  for (const command of ["start", "stop", "status", "health", "kill", "resume", "replay"])
    expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  expect(stdout).toContain("Exit codes: 0 done");
  expect(code).toBe(0);
  expect((await commandLine("kill", "--help")).stdout).toContain("--include-stops");
});
