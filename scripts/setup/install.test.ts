import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { explainFailure, missingPackages } from "./install.mjs";
import { isUnread, trimPackages } from "./trim-packages.mjs";

const LOCKED = {
  "": {},
  "node_modules/next": { version: "16.4.5", integrity: "a" },
  "node_modules/vitest": { version: "4.1.12", integrity: "b", dev: true },
  "node_modules/other-platform": { version: "1.0.0", integrity: "c", optional: true },
};

describe("what is missing", () => {
  test("nothing, when npm's record agrees with the lock file", () => {
    expect(missingPackages(LOCKED, LOCKED, "everything")).toEqual([]);
  });

  test("everything but other platforms' packages, in a fresh clone", () => {
    expect(missingPackages(LOCKED, {}, "everything")).toEqual([
      "node_modules/next",
      "node_modules/vitest",
    ]);
  });

  test("not the test tools, when only the product is asked for", () => {
    expect(missingPackages(LOCKED, {}, "product")).toEqual(["node_modules/next"]);
  });

  test("a package of another version, or other content of the same version", () => {
    const older = { ...LOCKED, "node_modules/next": { version: "16.4.4", integrity: "a" } };
    const other = { ...LOCKED, "node_modules/next": { version: "16.4.5", integrity: "z" } };
    expect(missingPackages(LOCKED, older, "product")).toEqual(["node_modules/next"]);
    expect(missingPackages(LOCKED, other, "product")).toEqual(["node_modules/next"]);
  });
});

describe("a failed install is explained in one sentence", () => {
  test.each([
    ["npm error code ENOTFOUND", "no network"],
    ["npm error code EAI_AGAIN", "no network"],
    ["npm error code ENOSPC", "disk is full"],
    [
      "npm error code EUSAGE\nnpm error the lock file is out of step",
      "the lock file is out of step",
    ],
  ])("%s", (output, words) => {
    expect(explainFailure(output)).toContain(words);
  });
});

describe("trimming", () => {
  test.each([
    ["next/dist/server/a.js.map", true],
    ["@prisma/client/runtime/query_compiler_fast_bg.mysql.wasm", true],
    ["@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm", false],
    ["next/dist/server/a.js", false],
    ["source-map/lib/source-map.js", false],
    ["effect/dist/cjs/Effect.js", false],
    ["effect/dist/dts/Effect.d.ts", true],
    ["zod/README.md", true],
    ["zod/LICENSE.md", false],
  ])("%s", (path, unread) => {
    expect(isUnread(path)).toBe(unread);
  });

  test("deletes what is never read and says how much that was", () => {
    const folder = mkdtempSync(join(tmpdir(), "interlock-trim-"));
    for (const path of ["a/dist/a.js", "a/dist/a.js.map"]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "12345");
    }
    expect(trimPackages(folder)).toBe(5);
    expect(readdirSync(join(folder, "a/dist"))).toEqual(["a.js"]);
    rmSync(folder, { recursive: true });
  });
});
