import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dataFolder, runningInstance } from "./running-instance.mjs";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "interlock-instance-"));
  mkdirSync(join(folder, "run"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function writeState(text: string): void {
  writeFileSync(join(folder, "run", "supervisor.json"), text);
}

describe("the running product", () => {
  test("is nowhere when no state was written", () => {
    expect(runningInstance(folder)).toBeUndefined();
  });

  test("is not a process that ended", () => {
    writeState(
      JSON.stringify({ pid: 2 ** 22 - 1, url: "http://localhost:3000", startedAt: "2026-01-02" }),
    );
    expect(runningInstance(folder)).toBeUndefined();
  });

  test("is not a stranger that has got the same process number", () => {
    writeState(JSON.stringify({ pid: 1, url: "http://localhost:3000", startedAt: "2026-01-02" }));
    expect(runningInstance(folder)).toBeUndefined();
  });

  test.each(["", "{", "null", "[]", '{"pid":-1}', '{"pid":"x"}'])(
    "a torn state file (%s) names none",
    (text) => {
      writeState(text);
      expect(runningInstance(folder)).toBeUndefined();
    },
  );
});

describe("the data folder", () => {
  test.each([
    [[], "/checkout/.interlock"],
    [["--speed", "5"], "/checkout/.interlock"],
    [["--data-dir", "/elsewhere"], "/elsewhere"],
    [["--data-dir=/elsewhere"], "/elsewhere"],
  ])("%j", (args, expected) => {
    expect(dataFolder("/checkout", args)).toBe(expected);
  });
});
