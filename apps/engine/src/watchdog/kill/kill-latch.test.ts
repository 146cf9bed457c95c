import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { identifyProcess } from "../../supervisor/process-identity.ts";
import { engineHeldBecause, holdPath, releaseEngineHold, takeEngineHold } from "./engine-hold.ts";
import {
  clearKillLatch,
  type KillLatch,
  latchPath,
  readKillLatch,
  writeKillLatch,
} from "./kill-latch.ts";

const LATCH: KillLatch = {
  version: 1,
  commandId: "c1",
  mode: "flatten",
  includeStops: true,
  reason: "test",
  by: { userId: "u1", name: "Ada", role: "trader" },
  via: "cli",
  trigger: "operator",
  requestedAt: 1,
  haltSeen: false,
  provenAt: null,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latch-"));
  mkdirSync(join(folder, "run"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the kill latch", () => {
  test("is absent until set, comes back as it was set, and is gone once cleared", () => {
    expect(readKillLatch(folder)).toBeNull();
    writeKillLatch(folder, LATCH);
    expect(readKillLatch(folder)).toEqual(LATCH);
    clearKillLatch(folder);
    expect(readKillLatch(folder)).toBeNull();
    clearKillLatch(folder);
  });

  test("can be read by its owner only", () => {
    writeKillLatch(folder, LATCH);
    expect(statSync(latchPath(folder)).mode & 0o777).toBe(0o600);
  });

  test.each(["", "{torn", '{"version":2}', "null"])("that holds %j still halts", (content) => {
    writeFileSync(latchPath(folder), content);
    expect(readKillLatch(folder)).toMatchObject({ mode: "halt", commandId: "unreadable-latch" });
  });

  test("that is no file still halts", () => {
    mkdirSync(latchPath(folder));
    expect(readKillLatch(folder)).toMatchObject({ mode: "halt" });
    rmSync(latchPath(folder), { recursive: true });
  });
});

describe("the right to close without the engine", () => {
  test("has one holder at a time", () => {
    expect(engineHeldBecause(folder)).toBeNull();
    expect(takeEngineHold(folder, "flattening")).toBe(true);
    expect(engineHeldBecause(folder)).toBe("flattening");
    expect(takeEngineHold(folder, "again")).toBe(false);
    releaseEngineHold(folder);
    expect(engineHeldBecause(folder)).toBeNull();
    expect(takeEngineHold(folder, "again")).toBe(true);
  });

  test("ends with the process that held it", () => {
    writeFileSync(
      holdPath(folder),
      JSON.stringify({ pid: process.pid, startedAs: "earlier", note: "x" }),
    );
    expect(engineHeldBecause(folder)).toBeNull();
    expect(takeEngineHold(folder, "mine")).toBe(true);
  });

  test("is kept by a living process of the same identity", () => {
    const self = identifyProcess(process.pid);
    writeFileSync(holdPath(folder), JSON.stringify({ ...self, note: "theirs" }));
    expect(takeEngineHold(folder, "mine")).toBe(false);
  });

  test("that is no hold at all does not keep the engine down", () => {
    writeFileSync(holdPath(folder), "{");
    expect(engineHeldBecause(folder)).toBeNull();
  });
});
