import { expect, test } from "vitest";
import { describeFolding, FoldProgress, type Folding } from "./folding.ts";

/** Folds entries that take a millisecond each; returns what was told. */
function fold(entries: number, of: number): Folding[] {
  const told: Folding[] = [];
  let now = 1_000;
  const progress = new FoldProgress(
    of,
    (folding) => void told.push(folding),
    () => now,
  );
  for (let entry = 0; entry < entries; entry += 1) {
    now += 1;
    progress.entry();
  }
  progress.end();
  return told;
}

test("a fold of less than two seconds says nothing", () => {
  expect(fold(1_999, 1_999)).toEqual([]);
});

test("a longer one tells every two seconds how many entries of how many it has folded, and its end", () => {
  expect(fold(5_000, 5_000).map(describeFolding)).toEqual([
    "The engine folds its journal: 2,048 of 5,000 entries after 2 s.",
    "The engine folds its journal: 4,096 of 5,000 entries after 4.1 s.",
    "The engine folded 5,000 entries of its journal in 5 s.",
  ]);
});

test("entries beyond what the head file knows are never more than all of them", () => {
  for (const { entries, of } of fold(5_000, 0)) expect(of).toBe(entries);
});
