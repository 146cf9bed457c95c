import type { LimitsView } from "@interlock/api/view/limits-view";
import { describe, expect, test } from "vitest";
import { diffRows } from "./diff-rows.ts";
import {
  changedSince,
  editRows,
  isNoEdit,
  keepLimit,
  type LimitEdit,
  partOfEdit,
  typeValue,
  valuesToSend,
} from "./limit-edit.ts";

const NO_CODES: LimitsView["lines"][number]["codes"] = [];
const line = {
  label: "",
  unit: "usd",
  blocks: "",
  ceiling: "",
  used: "",
  usedPercent: 0,
  usedAbsence: "",
  codes: NO_CODES,
  expiry: null,
} as const;
const base: LimitsView = {
  version: 4,
  changedAt: null,
  changedBy: "",
  reason: "",
  levels: [],
  mayHave: [],
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
  level: { kind: "account" },
  values: {},
  keep: [],
};
const none: LimitEdit = { base, level: { kind: "account" }, values: {}, keep: [] };

const directions = (edit: LimitEdit) =>
  editRows(edit).map(({ key, direction }) => [key, direction]);

describe("an edit of limits", () => {
  test("is none when a value is typed back to what is in force", () => {
    const typed = typeValue(none, "loss", "4000");
    expect(typed.values).toEqual({ loss: "4000" });
    expect(typeValue(typed, "loss", " 5000.00 ").values).toEqual({});
  });

  test("keeps for good what would go back, as a change from what it would go back to", () => {
    const expiry = { at: 1, backTo: "4000.00", version: 2, by: "Ada" };
    const lines = base.lines.map((one) => (one.key === "loss" ? { ...one, expiry } : one));
    const kept = keepLimit({ ...none, base: { ...base, lines } }, "loss");
    expect(editRows(kept)).toMatchObject([
      { key: "loss", from: "4000.00", to: "5000.00", direction: "looser" },
    ]);
    expect(isNoEdit(kept)).toBe(false);
    expect(partOfEdit(kept, "tighter").keep).toEqual([]);
    expect(isNoEdit(keepLimit(kept, "loss"))).toBe(true);
  });

  test("sends the whole set, with what was typed", () => {
    expect(valuesToSend(typeValue(none, "loss", " 4000 "))).toEqual({
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
    expect(changedSince(none, current)).toMatchObject([
      { key: "loss", from: "5000.00", to: "3000.00" },
    ]);
  });
});

describe("an edit of a level", () => {
  const notional = {
    ...line,
    key: "maxOrderNotional",
    value: "900.00",
    tighterIs: "lower",
  } as const;
  const account = { ...notional, value: "5000.00", ceiling: "9000.00" };
  const levelled: LimitsView = {
    ...base,
    lines: [...base.lines, account],
    levels: [
      { kind: "symbol", name: "SPY", title: "SPY", lines: [{ ...notional, ceiling: "5000.00" }] },
    ],
    mayHave: [{ kind: "symbol", name: "SPY", title: "SPY" }],
  };
  const ofSpy: LimitEdit = { ...none, base: levelled, level: { kind: "symbol", symbol: "SPY" } };
  const ofIbm: LimitEdit = { ...ofSpy, level: { kind: "symbol", symbol: "IBM" } };

  test("sends only what was typed: the rest of the level stays", () => {
    const edit = typeValue(ofSpy, "maxOrderNotional", " 800 ");
    expect(valuesToSend(edit)).toEqual({ maxOrderNotional: "800" });
    expect(editRows(edit)).toMatchObject([{ from: "900.00", to: "800", direction: "tighter" }]);
  });

  test("that takes a limit away is looser, to what the account's is", () => {
    const edit = typeValue(ofSpy, "maxOrderNotional", "");
    expect(valuesToSend(edit)).toEqual({ maxOrderNotional: "" });
    expect(editRows(edit)).toMatchObject([{ from: "900.00", to: "5000.00", direction: "looser" }]);
  });

  test("that gives a level its first limit is tighter than the account's", () => {
    const edit = typeValue(ofIbm, "maxOrderNotional", "4000");
    expect(editRows(edit)).toMatchObject([{ from: "5000.00", to: "4000", direction: "tighter" }]);
    expect(typeValue(edit, "maxOrderNotional", "").values).toEqual({});
  });

  test("shows what another person changed of that level meanwhile", () => {
    expect(changedSince(ofSpy, { ...levelled, levels: [] })).toMatchObject([
      { from: "900.00", to: "5000.00", direction: "looser" },
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
