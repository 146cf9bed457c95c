import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { secretKey } from "./secret-key.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a key is made once, random, and readable by its owner only", () => {
  const key = secretKey(folder, "kill");
  expect(key).toHaveLength(32);
  expect(secretKey(folder, "kill")).toEqual(key);
  expect(secretKey(folder, "auth")).not.toEqual(key);
  expect(statSync(join(folder, "keys/kill.key")).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "keys")).mode & 0o777).toBe(0o700);
});

test("a torn key is replaced by a whole one", () => {
  secretKey(folder, "kill");
  writeFileSync(join(folder, "keys/kill.key"), "short");
  expect(secretKey(folder, "kill")).toHaveLength(32);
});
