import { expect, test } from "vitest";
import { defaultTableView } from "./column.ts";
import { readTableView } from "./table-storage.ts";

test("a kept view comes back whole", () => {
  const view = {
    sort: [{ id: "pnl", descending: true }],
    filter: "spy",
    columns: ["symbol", "pnl"],
  };
  expect(readTableView(JSON.parse(JSON.stringify(view)))).toEqual(view);
});

test.each([null, 42, "x", [], {}, { sort: "up", filter: 3, columns: {} }])(
  "what cannot be read, such as %j, gives the default",
  (stored) => {
    expect(readTableView(stored)).toEqual(defaultTableView);
  },
);

test("a broken part does not take the others with it", () => {
  const stored = { sort: [{ id: "pnl" }, { id: "symbol", descending: false }], filter: "spy" };
  expect(readTableView(stored)).toEqual({
    sort: [{ id: "symbol", descending: false }],
    filter: "spy",
    columns: null,
  });
});
