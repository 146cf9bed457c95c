import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RotatingLog } from "./rotating-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a log keeps its newest files and drops the oldest", () => {
  const path = join(folder, "logs/engine.log");
  const log = new RotatingLog(path, { bytesMax: 10, files: 3 });
  for (const text of ["one", "two-long", "three-long", "four-long", "five"])
    log.write(Buffer.from(text));
  log.close();
  expect(readdirSync(join(folder, "logs")).sort()).toEqual([
    "engine.log",
    "engine.log.1",
    "engine.log.2",
  ]);
  expect(readFileSync(path, "utf8")).toBe("five");
  expect(readFileSync(`${path}.1`, "utf8")).toBe("four-long");
  expect(readFileSync(`${path}.2`, "utf8")).toBe("three-long");
});

test("a log goes on where the last process left off, readable by its owner only", () => {
  const path = join(folder, "engine.log");
  for (const text of ["a", "b"]) {
    const log = new RotatingLog(path, { bytesMax: 10, files: 2 });
    log.write(Buffer.from(text));
    log.close();
  }
  expect(readFileSync(path, "utf8")).toBe("ab");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a piece larger than the whole log is written all the same", () => {
  const log = new RotatingLog(join(folder, "x.log"), { bytesMax: 4, files: 2 });
  log.write(Buffer.from("0123456789"));
  log.close();
  expect(readFileSync(join(folder, "x.log"), "utf8")).toBe("0123456789");
});
