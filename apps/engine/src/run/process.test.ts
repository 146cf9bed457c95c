import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { commandId } from "@interlock/core/ids";
import { MORNING, Rig, settings } from "../../test/rig.ts";
import type { Effect } from "../effect.ts";
import { Engine } from "../engine.ts";
import type { Input } from "../input.ts";
import { MemoryCommitLog } from "../journal/memory-commit-log.ts";
import type { CommandBody, OperatorCommand } from "../operator/operator-command.ts";
import type { EngineRecord } from "../record.ts";
import { initialState } from "../state.ts";
import { emptyViews } from "../views.ts";
import { Announcement, announceOnStdout } from "./announce.ts";
import { buildHash } from "./build-hash.ts";
import { CommandDesk } from "./command-desk.ts";
import { fall } from "./fall.ts";
import { newInstanceName } from "./instance-name.ts";
import { log } from "./log.ts";
import { stopOnSignal } from "./stop-on-signal.ts";
import { strategyReports } from "./strategy-reports.ts";

log.level = "silent";
afterEach(() => vi.restoreAllMocks());

describe("the announcement", () => {
  test.each([
    ["listening first", ["listen", "trade"]],
    ["trading first", ["trade", "listen"]],
  ])("is made once both are so, %s", (_name, order) => {
    const said: number[] = [];
    const announcement = new Announcement((port) => said.push(port));
    const steps: Record<string, () => void> = {
      listen: () => announcement.listening(8001),
      trade: () => announcement.tradingReady(),
    };
    steps[order[0] ?? ""]?.();
    expect(said).toEqual([]);
    steps[order[1] ?? ""]?.();
    announcement.listening(8002);
    expect(said).toEqual([8001]);
  });

  test("is one line of JSON for the supervisor", () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    announceOnStdout(8001);
    expect(written).toEqual(['{"ready":true,"port":8001}\n']);
  });
});

test("a fall says its sentence and ends the process as failed", () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`ended with ${String(code)}`);
  });
  expect(() => fall("The journal cannot be written: no space.")).toThrow("ended with 1");
  expect(said).toEqual(["The journal cannot be written: no space.\n"]);
});

describe("a signal", () => {
  /** Catches what is done at a signal and how the process ends. */
  function listen(stop: () => Promise<void>) {
    const handlers = new Map<string, () => void>();
    const codes: unknown[] = [];
    vi.spyOn(process, "on").mockImplementation((event, handler) => {
      handlers.set(String(event), handler);
      return process;
    });
    vi.spyOn(process, "exit").mockImplementation((code) => {
      codes.push(code);
      return undefined as never;
    });
    stopOnSignal(stop);
    return { codes, send: (signal: string) => handlers.get(signal)?.() };
  }

  test("stops in order once, however often it comes", async () => {
    let stops = 0;
    const { codes, send } = listen(() => {
      stops += 1;
      return Promise.resolve();
    });
    send("SIGTERM");
    send("SIGINT");
    await expect.poll(() => codes).toEqual([0]);
    expect(stops).toBe(1);
  });

  test("ends a process that cannot stop in order as failed", async () => {
    const { codes, send } = listen(() => Promise.reject(new Error("the disk is gone")));
    send("SIGINT");
    await expect.poll(() => codes).toEqual([1]);
  });
});

describe("the build's hash", () => {
  const entry = import.meta.url;

  test("is the same for the same sources, and is that of a bundle where there is one", () => {
    expect(buildHash(entry)).toMatch(/^[0-9a-f]{64}$/);
    expect(buildHash(entry)).toBe(buildHash(entry));
    const folder = mkdtempSync(join(tmpdir(), "il-build-"));
    const bundle = join(folder, "main.js");
    writeFileSync(bundle, "one");
    const before = buildHash(pathToFileURL(bundle).href);
    writeFileSync(bundle, "two");
    expect(buildHash(pathToFileURL(bundle).href)).not.toBe(before);
    rmSync(folder, { recursive: true });
  });
});

test("a new journal gets a name that fits into an order's id and is another each time", () => {
  const names = Array.from({ length: 50 }, newInstanceName);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]{6}$/);
  expect(new Set(names).size).toBe(50);
});

test("every strategy says of each of its symbols what it waits for", () => {
  const { views } = new Rig().ready();
  const reports = strategyReports(views);
  expect(reports.map(({ id }) => id)).toEqual(settings().strategies.map(({ id }) => id));
  for (const { symbols } of reports) {
    expect(symbols.map(({ symbol }) => symbol)).toEqual(settings().symbols);
    expect(symbols.every(({ text }) => text !== "")).toBe(true);
  }
});

/** An engine over a log in memory, and a desk that answers its commands. */
function desk() {
  const commands = new CommandDesk(() => commitLog.durableSeq);
  const commitLog = new MemoryCommitLog<Input, EngineRecord>((seq) => engine.committed(seq));
  const performed: Effect[] = [];
  const performer = {
    inFlight: 0,
    perform: (effect: Effect) => {
      performed.push(effect);
      if (effect.kind === "answer_command") commands.answer(effect);
    },
  };
  const engine: Engine = new Engine({
    state: initialState(),
    views: emptyViews(),
    log: commitLog,
    performer,
    clock: { timeOf: () => MORNING },
  });
  return { commands, commitLog, engine, performed };
}

const command = (body: CommandBody, id = "c1"): OperatorCommand => ({
  commandId: commandId(id),
  actor: { userId: "u1", name: "Ada", role: "owner" },
  via: "cli",
  body,
});
const HALT: CommandBody = { kind: "kill", mode: "halt", reason: "drill", includeStops: false };

describe("a command", () => {
  test("is answered once its answer is durable, with its place in the journal", async () => {
    const { commands, commitLog, engine } = desk();
    let answered = false;
    const asked = commands.submit(engine, command(HALT)).then((answer) => {
      answered = true;
      return answer;
    });
    expect(answered).toBe(false);
    const answer = await asked;
    expect(answer).toMatchObject({ accepted: true, journalSeq: commitLog.durableSeq });
    expect(engine.isSettled()).toBe(true);
  });

  test("that two callers send under one id has one effect, and both get the answer", async () => {
    const { commands, engine, performed } = desk();
    const answers = await Promise.all([
      commands.submit(engine, command(HALT)),
      commands.submit(engine, command(HALT)),
    ]);
    expect(new Set(answers.map(({ sentence }) => sentence)).size).toBe(1);
    expect(performed.filter(({ kind }) => kind === "raise_alert")).toHaveLength(1);
  });
});

describe("the one writer", () => {
  test("performs nothing before its record is durable", async () => {
    const { engine, performed } = desk();
    engine.accept({ kind: "command", command: command(HALT) });
    expect(performed).toEqual([]);
    expect(engine.isSettled()).toBe(false);
    await engine.settled();
    expect(performed.map(({ kind }) => kind)).toEqual([
      "raise_alert",
      "note_kill_gate",
      "answer_command",
    ]);
  });

  test("takes nothing after it was stopped", () => {
    const { engine } = desk();
    engine.accept({ kind: "clock" });
    engine.stop();
    engine.accept({ kind: "clock" });
    expect(engine.cycles).toBe(1);
    expect(engine.now).toBe(MORNING);
  });

  test("gives what arrives while it decides its turn right after", async () => {
    const { commands, engine } = desk();
    const first = commands.submit(engine, command(HALT, "c1"));
    // An effect that is performed at once may itself bring an input.
    const second = first.then(() => commands.submit(engine, command(HALT, "c2")));
    expect((await second).sentence).toMatch(/already halted: Ada asked for kill-1/);
  });
});
