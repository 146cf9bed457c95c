import { expect, test } from "vitest";
import { groupOf, readSearch } from "./audit-search.ts";

test("the search field names fields, and the rest is looked for everywhere", () => {
  expect(readSearch('actor:"Ada Lovelace" action:kill odd  prices')).toEqual({
    actor: "Ada Lovelace",
    action: "kill",
    text: "odd prices",
  });
  expect(readSearch("symbol:spy seq:1200")).toEqual({ symbol: "SPY", seq: 1200 });
});

test("what is no field stays among the words", () => {
  expect(readSearch("seq:many at:noon")).toEqual({ text: "seq:many at:noon" });
  expect(readSearch("  ")).toEqual({});
});

test("a group that the address makes up is the first one", () => {
  expect(groupOf("orders")).toBe("orders");
  expect(groupOf("toString")).toBe("decisions");
  expect(groupOf(null)).toBe("decisions");
});
