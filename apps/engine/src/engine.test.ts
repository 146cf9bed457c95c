import { describe, expect, test } from "vitest";
import { commandId } from "@interlock/core/ids";
import { MORNING } from "../test/rig.ts";
import { Engine } from "./engine.ts";
import type { Effect } from "./effect.ts";
import type { Input, InputBody } from "./input.ts";
import { MemoryCommitLog } from "./journal/memory-commit-log.ts";
import type { EngineRecord } from "./record.ts";
import { initialState } from "./state.ts";
import { emptyViews } from "./views.ts";

const KILL: InputBody = {
  kind: "command",
  command: {
    commandId: commandId("k1"),
    actor: { userId: "u1", name: "Ada", role: "owner" },
    via: "cli",
    body: { kind: "kill", mode: "cancel", reason: "drill", includeStops: false },
  },
};

function built() {
  const performed: Effect[] = [];
  const faults: unknown[] = [];
  const views = emptyViews();
  const log = new MemoryCommitLog<Input, EngineRecord>((seq) => engine.committed(seq));
  const engine: Engine = new Engine({
    state: initialState(),
    views,
    log,
    performer: { inFlight: 0, perform: (effect) => performed.push(effect) },
    clock: { timeOf: () => MORNING },
    onFault: (error) => faults.push(error),
  });
  return { engine, views, log, performed, faults };
}

test("no effect leaves before the records that caused it are durable", async () => {
  const { engine, log, performed } = built();
  engine.accept(KILL);
  expect(log.lastSeq).toBeGreaterThan(log.durableSeq);
  expect(performed).toEqual([]);
  await engine.settled();
  expect(performed.map(({ kind }) => kind)).toContain("answer_command");
});

describe("a decision that breaks off", () => {
  test("ends the engine: half of an input is applied, so that nothing after it may be decided or journaled", () => {
    const { engine, views, log, faults } = built();
    const broken = new Error("a broken promise of a later stage");
    Object.defineProperty(views, "sweeps", {
      get: () => {
        throw broken;
      },
    });
    expect(() => engine.accept(KILL)).toThrow(broken);
    expect(faults).toEqual([broken]);
    Object.defineProperty(views, "sweeps", { value: emptyViews().sweeps });
    engine.accept({ kind: "connection", channel: "order_stream", up: true, reason: "" });
    expect(log.lastSeq).toBe(0);
    expect(engine.cycles).toBe(0);
  });
});
