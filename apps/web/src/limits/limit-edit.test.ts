import type { LimitsView } from "@interlock/api/view/limits-view";
import { describe, expect, test } from "vitest";
import { diffRows } from "./diff-rows.ts";
import { changedSince, editRows, type LimitEdit, typeValue, wholeSet } from "./limit-edit.ts";

const line = {
  label: "",
  unit: "usd",
  blocks: "",
  ceiling: "",
  used: "",
  usedPercent: 0,
  expiry: null,
} as const;
const base: LimitsView = {
  version: 4,
  changedAt: null,
  changedBy: "",
  reason: "",
  levels: [],
  lines: [
    { ...line, key: "loss", value: "5000.00", tighterIs: "lower" },
    { ...line, key: "window", unit: "ms", value: "1000", tighterIs: "higher" },
    { ...line, key: "sessions", unit: "sessions", value: "regular", tighterIs: "lower" },
  ],
};
const symbols = { ...line, unit: "symbols", tighterIs: "lower" } as const;
const lists: LimitEdit = {
  base: {
    ...base,
    lines: [
      { ...symbols, key: "restricted", value: "IBM,SPY" },
      { ...symbols, key: "allowed", value: "SPY" },
    ],
  },
  values: {},
};
const none: LimitEdit = { base, values: {} };

const directions = (edit: LimitEdit) =>
  editRows(edit).map(({ key, direction }) => [key, direction]);

describe("an edit of limits", () => {
  test("is none when a value is typed back to what is in force", () => {
    const typed = typeValue(none, "loss", "4000");
    expect(typed.values).toEqual({ loss: "4000" });
    expect(typeValue(typed, "loss", " 5000.00 ").values).toEqual({});
  });

  test("sends the whole set, with what was typed", () => {
    expect(wholeSet(typeValue(none, "loss", " 4000 "))).toEqual({
      loss: "4000",
      window: "1000",
      sessions: "regular",
    });
  });

  test("knows for each limit which way is tighter", () => {
    const both = typeValue(typeValue(none, "loss", "4000"), "window", "500");
    expect(directions(both)).toEqual([
      ["loss", "tighter"],
      ["window", "looser"],
    ]);
  });

  test("is the same when only the writing differs", () => {
    expect(directions(typeValue(none, "loss", "5000"))).toEqual([["loss", "same"]]);
  });

  test("loosens with any session more", () => {
    expect(directions(typeValue(none, "sessions", "regular,post"))).toEqual([
      ["sessions", "looser"],
    ]);
  });

  test("loosens with a restricted symbol less, or an allowed one more", () => {
    const typed = (key: string, value: string) => directions(typeValue(lists, key, value));
    expect(typed("restricted", "IBM,SPY,XOM")).toEqual([["restricted", "tighter"]]);
    expect(typed("restricted", "none")).toEqual([["restricted", "looser"]]);
    expect(typed("allowed", "SPY,IBM")).toEqual([["allowed", "looser"]]);
    expect(typed("allowed", "")).toEqual([["allowed", "looser"]]);
    expect(typed("allowed", "spy")).toEqual([["allowed", "looser"]]);
  });

  test("shows what another person changed meanwhile", () => {
    const current: LimitsView = {
      ...base,
      version: 5,
      lines: base.lines.map((one) => (one.key === "loss" ? { ...one, value: "3000.00" } : one)),
    };
    expect(changedSince(base, current)).toMatchObject([
      { key: "loss", from: "5000.00", to: "3000.00" },
    ]);
  });
});

test("a diff shows old, new and the difference with units", () => {
  const rows = diffRows(editRows(typeValue(none, "loss", "4500.50")));
  expect(rows).toMatchObject([
    { from: "$5,000.00", to: "$4,500.50", delta: "−$499.50", direction: "tighter" },
  ]);
});

test("a line that was no limit in an older version says so, and has no difference", () => {
  const line = { key: "loss", label: "Loss", unit: "usd", from: "", to: "1.00" } as const;
  expect(diffRows([{ ...line, direction: "tighter" }])).toMatchObject([
    { from: "not a limit then", to: "$1.00", delta: "" },
  ]);
});
