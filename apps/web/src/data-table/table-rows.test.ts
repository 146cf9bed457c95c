import { describe, expect, test } from "vitest";
import { movedColumn, toggledColumn } from "./column-choice.ts";
import { type Column, defaultTableView, shownColumns, type TableView } from "./column.ts";
import { tableRows, toggleSort } from "./table-rows.ts";

interface Row {
  readonly symbol: string;
  readonly pnl: string | null;
  readonly note: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: "symbol", label: "Symbol", width: 80, kind: "text", value: (row) => row.symbol },
  { id: "pnl", label: "Day P&L", width: 80, kind: "number", value: (row) => row.pnl },
  { id: "note", label: "Note", width: 80, kind: "text", optional: true, value: (row) => row.note },
];

const ROWS: readonly Row[] = [
  { symbol: "SPY", pnl: "9.50", note: "alpha" },
  { symbol: "IBM", pnl: "-10.00", note: "spy glass" },
  { symbol: "BAC", pnl: null, note: "beta" },
  { symbol: "AIG", pnl: "100.25", note: "alpha" },
];

function symbols(view: Partial<TableView>): readonly string[] {
  return tableRows(ROWS, COLUMNS, { ...defaultTableView, ...view }).map((row) => row.symbol);
}

describe("sorting", () => {
  test("compares decimal strings as numbers and keeps the unknown last either way", () => {
    expect(symbols({ sort: [{ id: "pnl", descending: false }] })).toEqual([
      "IBM",
      "SPY",
      "AIG",
      "BAC",
    ]);
    expect(symbols({ sort: [{ id: "pnl", descending: true }] })).toEqual([
      "AIG",
      "SPY",
      "IBM",
      "BAC",
    ]);
  });

  test("breaks ties by the next key and then keeps the order given", () => {
    const sort = [
      { id: "note", descending: false },
      { id: "symbol", descending: false },
    ];
    expect(symbols({ sort })).toEqual(["AIG", "SPY", "BAC", "IBM"]);
  });

  test("ignores a key whose column no longer exists", () => {
    expect(symbols({ sort: [{ id: "gone", descending: false }] })).toEqual([
      "SPY",
      "IBM",
      "BAC",
      "AIG",
    ]);
  });

  test("goes from none to ascending to descending to none", () => {
    const first = toggleSort([], "pnl", false);
    const second = toggleSort(first, "pnl", false);
    expect(first).toEqual([{ id: "pnl", descending: false }]);
    expect(second).toEqual([{ id: "pnl", descending: true }]);
    expect(toggleSort(second, "pnl", false)).toEqual([]);
  });

  test("adds a key with Shift and replaces all without", () => {
    const first = toggleSort([], "pnl", false);
    expect(toggleSort(first, "symbol", true).map(({ id }) => id)).toEqual(["pnl", "symbol"]);
    expect(toggleSort(first, "symbol", false).map(({ id }) => id)).toEqual(["symbol"]);
  });
});

describe("filtering", () => {
  test("finds a word in any shown column, in any case", () => {
    expect(symbols({ filter: "spy" })).toEqual(["SPY"]);
    expect(symbols({ filter: "spy", columns: ["symbol", "note"] })).toEqual(["SPY", "IBM"]);
  });

  test("looks only in the column that is named, shown or not", () => {
    expect(symbols({ filter: "note:alpha" })).toEqual(["SPY", "AIG"]);
    expect(symbols({ filter: "symbol:alpha" })).toEqual([]);
  });

  test("wants all words", () => {
    expect(symbols({ filter: "note:alpha sym:a" })).toEqual(["AIG"]);
  });
});

describe("columns", () => {
  const ids = (view: Partial<TableView>) =>
    shownColumns(COLUMNS, { ...defaultTableView, ...view }).map(({ id }) => id);

  test("show by default all but the optional ones", () => {
    expect(ids({})).toEqual(["symbol", "pnl"]);
  });

  test("follow the choice and its order, without columns that no longer exist", () => {
    expect(ids({ columns: ["note", "gone", "symbol"] })).toEqual(["note", "symbol"]);
    expect(ids({ columns: ["gone"] })).toEqual(["symbol", "pnl"]);
  });

  test("are taken away except for the last, and moved within bounds", () => {
    expect(toggledColumn(["a", "b"], "a")).toEqual(["b"]);
    expect(toggledColumn(["a"], "a")).toEqual(["a"]);
    expect(toggledColumn(["a"], "c")).toEqual(["a", "c"]);
    expect(movedColumn(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
    expect(movedColumn(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
  });
});
