import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { releaseEngineHold, takeEngineHold } from "../watchdog/kill/engine-hold.ts";
import { isAlive, signalProcess, waitUntilGone } from "./process-identity.ts";
import { type ChildName, readChildrenFile, runPath } from "./run-files.ts";
import { endLeftovers } from "./start/end-leftovers.ts";
import { Supervisor } from "./supervisor.ts";
import type { Outcome } from "./supervisor-machine.ts";

const WAIT = { timeout: 14_000, interval: 20 };

let folder: string;
let said: string[];
let supervisor: Supervisor;
let ended: Promise<Outcome> | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "supervise-"));
  mkdirSync(join(folder, "run"), { mode: 0o700 });
  said = [];
  ended = null;
});
afterEach(async () => {
  supervisor.stop({ code: 0, sentence: "" });
  supervisor.stopNow();
  await ended;
  await endLeftovers(folder, 0);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts engine and watchdog as stand-ins that note what happens to them; resolves when both are ready. */
async function supervise(behaviors: Partial<Record<ChildName, string>> = {}): Promise<void> {
  let ready = false;
  supervisor = new Supervisor({
    dataDir: folder,
    plans: (["engine", "watchdog"] as const).map((name) => ({
      name,
      args: [
        join(import.meta.dirname, "test/stand-in-child.mjs"),
        ...[name, join(folder, "notes"), behaviors[name] ?? ""],
      ],
      env: process.env,
      cwd: folder,
    })),
    say: (sentence) => said.push(sentence),
    started: () => undefined,
    ready: () => {
      ready = true;
    },
  });
  let outcome: Outcome | null = null;
  ended = supervisor.run().then((given) => (outcome = given));
  await expect.poll(() => ready || outcome !== null, WAIT).toBe(true);
}

const notes = () => readFileSync(join(folder, "notes"), "utf8").trim().split("\n");

test("children that run are on file, and a stop ends the watchdog first: it must not take the stop for a silence", async () => {
  await supervise();
  const children = readChildrenFile(folder);
  expect(Object.keys(children).sort()).toEqual(["engine", "watchdog"]);
  expect(supervisor.pids.engine).toBe(children.engine?.pid);
  supervisor.stop({ code: 0, sentence: "" });
  expect(await ended).toEqual({ code: 0, sentence: "" });
  expect(notes()).toEqual(["start engine", "start watchdog", "stop watchdog", "stop engine"]);
  expect(Object.values(children).some(isAlive)).toBe(false);
  expect(readChildrenFile(folder)).toEqual({});
});

test("a child that falls is started again, and the file names its new process", async () => {
  await supervise();
  const before = readChildrenFile(folder).watchdog;
  if (before === undefined) throw new Error("no watchdog");
  signalProcess(before, "SIGKILL");
  await expect
    .poll(() => readChildrenFile(folder).watchdog?.pid ?? before.pid, WAIT)
    .not.toBe(before.pid);
  await expect.poll(notes, WAIT).toEqual(["start engine", "start watchdog", "start watchdog"]);
  expect(said.join("\n")).toContain("watchdog");
});

test("a child that refuses its configuration ends the start with its own words", async () => {
  await supervise({ engine: "refuse" });
  expect(await ended).toEqual({
    code: 1,
    sentence: expect.stringContaining("config/system.json is missing; it must exist."),
  });
});

test("an engine on hold, because its positions are being closed, is not started until the hold ends", async () => {
  await supervise();
  const { engine, watchdog } = readChildrenFile(folder);
  if (engine === undefined || watchdog === undefined) throw new Error("not everything runs");
  const starts = (name: string) => notes().filter((note) => note === `start ${name}`).length;
  takeEngineHold(folder, "positions are being closed");
  signalProcess(engine, "SIGKILL");
  await waitUntilGone(engine, 5_000);
  // The watchdog falls after the engine and has to wait as long: once it is back, the engine would be.
  signalProcess(watchdog, "SIGKILL");
  await expect.poll(() => starts("watchdog"), WAIT).toBe(2);
  expect(starts("engine")).toBe(1);
  releaseEngineHold(folder);
  await expect.poll(() => starts("engine"), WAIT).toBe(2);
});

test("a children's file that cannot be written is told: the watchdog may not find the engine", async () => {
  mkdirSync(runPath(folder, "children.json"));
  await supervise();
  expect(said[0]).toMatch(
    /^run\/children\.json cannot be written \(.+\): the watchdog may not find the engine's process\.$/,
  );
});
