import { expect, test } from "vitest";
import { rowWindow } from "./row-window.ts";

const view = { scrollTop: 0, height: 720, rowHeight: 36, count: 10_000 };

test("holds the rows in sight and a dozen around them", () => {
  expect(rowWindow(view)).toEqual({ first: 0, last: 32 });
  expect(rowWindow({ ...view, scrollTop: 36_000 })).toEqual({ first: 988, last: 1_032 });
});

test("reaches exactly to the last row", () => {
  expect(rowWindow({ ...view, scrollTop: 36 * 9_980 }).last).toBe(9_999);
});

test("stays within rows that have become fewer than was scrolled to", () => {
  expect(rowWindow({ ...view, scrollTop: 36_000, count: 30 })).toEqual({ first: 0, last: 29 });
});

test("holds nothing of nothing", () => {
  expect(rowWindow({ ...view, count: 0 })).toEqual({ first: 0, last: -1 });
});
