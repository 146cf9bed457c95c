import { strategyId } from "@interlock/core/ids";
import { expect, test } from "vitest";
import { createCallMark, enterCall, leaveCall } from "../signals/call-mark.ts";
import { CallWatch } from "./call-watch.ts";

const NAMES = [strategyId("first"), strategyId("second")];

function stage() {
  const mark = createCallMark();
  const notes = new Map<string, string>();
  const told: string[] = [];
  const watch = new CallWatch({
    mark,
    strategies: NAMES,
    note: ({ strategyId: id, seen }) => notes.set(id, seen),
    forget: (id) => notes.delete(id),
    returned: (sentence) => told.push(sentence),
    wallNow: () => Date.UTC(2026, 5, 16, 14, 0, 0),
  });
  const looks = (times: number): void => {
    for (let n = 0; n < times; n += 1) watch.look();
  };
  return { mark, notes, told, looks };
}

test("R17 a call that does not return within two seconds of looks is noted with the strategy's name", () => {
  const { mark, notes, looks } = stage();
  enterCall(mark, 1);
  looks(8);
  expect(notes.size).toBe(0);
  looks(1);
  expect([...notes]).toEqual([
    [
      "second",
      "It was called and had not returned after 2 s (2026-06-16T14:00:00.000Z), and the engine ended before it did.",
    ],
  ]);
});

test("many calls that each return are none that does not", () => {
  const { mark, notes, looks } = stage();
  for (let n = 0; n < 100; n += 1) {
    enterCall(mark, 0);
    looks(1);
    leaveCall(mark);
  }
  expect(notes.size).toBe(0);
});

test("a call that returns late is taken back, and said", () => {
  const { mark, notes, told, looks } = stage();
  enterCall(mark, 0);
  looks(20);
  leaveCall(mark);
  looks(1);
  expect([notes.size, told]).toEqual([
    0,
    ["Strategy first took longer than 2 s to answer: nothing was decided meanwhile."],
  ]);
});
