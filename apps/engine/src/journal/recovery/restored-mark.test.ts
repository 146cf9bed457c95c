import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { forgetRestored, markRestored, restoredFrom } from "./restored-mark.ts";

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "restored-"));
});

afterEach(() => rmSync(dataDir, { recursive: true }));

describe("the note of a restored data folder", () => {
  test("says from what until a start has taken note, and nothing where there is none", () => {
    expect(restoredFrom(dataDir)).toBe("");
    mkdirSync(join(dataDir, "run"));
    markRestored(dataDir, "restored from the backup of Tuesday");
    expect(restoredFrom(dataDir)).toBe("restored from the backup of Tuesday");
    forgetRestored(dataDir);
    expect(restoredFrom(dataDir)).toBe("");
  });

  test("counts when it cannot be read: the old name's next ids may have been used at the venue", () => {
    mkdirSync(join(dataDir, "run", "restored"), { recursive: true });
    expect(restoredFrom(dataDir)).toContain("cannot be read");
  });

  test("counts when it is empty", () => {
    mkdirSync(join(dataDir, "run"));
    writeFileSync(join(dataDir, "run", "restored"), "");
    expect(restoredFrom(dataDir)).not.toBe("");
  });
});
