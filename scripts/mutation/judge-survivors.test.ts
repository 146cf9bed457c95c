import { expect, test } from "vitest";
import { readJson } from "../setup/read-json.mjs";
import { judgeSurvivors, survivorsOf } from "./judge-survivors.mjs";

const survivor = { file: "a.ts", was: "x < y", becomes: "x <= y", line: 7 };
const explained = { file: "a.ts", was: "x < y", becomes: "x <= y", why: "they are never equal" };

test("a change that no test notices is told unless somebody has explained it", () => {
  expect(judgeSurvivors([survivor], [])).toEqual({ unexplained: [survivor], outdated: [] });
  expect(judgeSurvivors([{ ...survivor, line: 9 }], [explained])).toEqual({
    unexplained: [],
    outdated: [],
  });
});

test("an explanation of what a test notices by now has to go", () => {
  expect(judgeSurvivors([], [explained]).outdated).toEqual([explained]);
});

test("a survivor is told by the code that was changed, over several lines too", () => {
  const source = "if (\n  a &&\n  b\n) go();";
  const mutant = {
    status: "Survived",
    replacement: "a ||\n  b",
    location: { start: { line: 2, column: 3 }, end: { line: 3, column: 4 } },
  };
  const killed = { ...mutant, status: "Killed" };
  const told = { file: "a.ts", was: "a && b", becomes: "a || b", line: 2 };
  expect(survivorsOf({ files: { "a.ts": { source, mutants: [mutant, killed] } } })).toEqual({
    files: { "a.ts": { tried: 2, reached: 2 } },
    survivors: [told],
  });
  const unreached = { ...mutant, status: "NoCoverage" };
  const leftOut = { ...mutant, status: "Ignored" };
  expect(survivorsOf({ files: { "a.ts": { source, mutants: [unreached, leftOut] } } })).toEqual({
    files: { "a.ts": { tried: 2, reached: 1 } },
    survivors: [told, told],
  });
});

test("the explanations only become fewer: their number is written down, and each says why", () => {
  const { most, explained: all } = readJson("config/mutation/explained.json") as {
    most: number;
    explained: readonly { why: string }[];
  };
  expect(all.length).toBe(most);
  for (const { why } of all) expect(why.length).toBeGreaterThan(20);
});
