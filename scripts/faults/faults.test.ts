import { expect, test } from "vitest";
import { FAULT_TABLES } from "../../apps/engine/test/faults/catalog.ts";
import { ROOT } from "../setup/checkout.mjs";
import { faultPage } from "./fault-page.mjs";
import { formatRows, judgeRows } from "./fault-table.mjs";
import { catalogFaults, findFaultFiles, idsOfName } from "./fault-tests.mjs";
import { ranIn } from "./run-fault-tests.mjs";
import { readPage, unknownRows } from "./run-faults.mjs";

const TABLE = {
  title: "Clocks",
  rows: [
    { id: "X01", fault: "a jump", guarantee: "Nothing moves." },
    { id: "X02", fault: "a stall", guarantee: "Nothing is sent late." },
    { id: "X03", fault: "a leap", guarantee: "A day is a day.", missing: "no calendar has one" },
  ],
};

test("every fault row has a test or says why it has none, and every test's row is in the catalog", () => {
  expect(catalogFaults(FAULT_TABLES, findFaultFiles(ROOT))).toEqual([]);
});

test("docs/faults.md is what the catalog says: write it with npm run faults -- --write", () => {
  expect(readPage()).toBe(faultPage(FAULT_TABLES, findFaultFiles(ROOT)));
});

test("a test shows the rows that its name begins with, and no others", () => {
  expect(idsOfName("B03 B16 a venue that answers 500 has no order twice")).toEqual(["B03", "B16"]);
  expect(idsOfName("a venue like B03 does")).toEqual([]);
});

test("a row without a test, a test without a row, and a row that comes twice are named", () => {
  const [jump] = TABLE.rows;
  if (jump === undefined) throw new Error("the table has rows");
  const tables = [TABLE, { title: "Again", rows: [jump] }];
  expect(catalogFaults(tables, [{ path: "a.test.ts", ids: ["X01", "X09"] }])).toEqual([
    "a.test.ts names X09, which is no row of the catalog.",
    "X01 is in the catalog twice.",
    "X02 has no test and does not say why.",
  ]);
});

test("a row passes when all its tests did; one that failed, or that nothing ran for, is told", () => {
  const rows = judgeRows(
    [TABLE],
    [
      { title: "X01 a jump forward moves nothing", status: "passed", duration: 500 },
      { title: "X01 X02 a jump in a stall moves nothing", status: "failed", duration: 1_000 },
    ],
  );
  expect(rows.map(({ id, state, tests, seconds }) => [id, state, tests, seconds])).toEqual([
    ["X01", "failed", 2, 1.5],
    ["X02", "failed", 1, 1],
    ["X03", "missing", 0, 0],
  ]);
  expect(formatRows(rows).split("\n").at(-1)).toBe(
    "3 rows: 0 passed, 2 failed, 0 skipped, 1 missing",
  );
});

test("a row that is not in the catalog is named instead of running something else", () => {
  expect(unknownRows([TABLE], ["X01", "Z99"])).toEqual(["Z99"]);
});

test("tests in a browser show rows as others do, and one that passed only when tried again fails its row", () => {
  const files = findFaultFiles(ROOT);
  expect(files.filter(({ ids }) => ids.includes("W18")).map(({ path }) => path)).toContain(
    "e2e/tests/content-policy.spec.ts",
  );
  const page = faultPage([TABLE], [{ path: "e2e/tests/clock.spec.ts", ids: ["X02"] }]);
  expect(page).toContain("[clock in a browser](../e2e/tests/clock.spec.ts)");
  const ran = (title: string, status: "expected" | "flaky") => ({
    title,
    tests: [{ status, annotations: [], results: [{ duration: 700 }, { duration: 300 }] }],
  });
  const told = ranIn({
    suites: [{ specs: [ran("X01 a jump", "expected"), ran("X02 a stall", "flaky")] }],
  });
  const rows = judgeRows([TABLE], told).map(({ id, state, seconds }) => [id, state, seconds]);
  expect(rows.slice(0, 2)).toEqual([
    ["X01", "passed", 1],
    ["X02", "failed", 1],
  ]);
});
