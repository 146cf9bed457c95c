import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UnreadableFrames } from "./unreadable-frames.ts";

const AT = Date.UTC(2026, 5, 16, 14);
let folder: string;
let frames: UnreadableFrames;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "frames-"));
  frames = new UnreadableFrames(folder, { bytesMax: 1_000, files: 3 });
});
afterEach(() => {
  frames.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (name: string) => readFileSync(join(folder, "logs", name), "utf8");

describe("frames that nobody could read", () => {
  test("S08 are kept as they came, with the stream, the time and what is wrong, for this user only", () => {
    frames.keep("market_data", { why: "not an array", raw: '{"T":"q"}' }, AT);
    expect(JSON.parse(read("unreadable-frames.jsonl"))).toEqual({
      at: "2026-06-16T14:00:00.000Z",
      channel: "market_data",
      why: "not an array",
      raw: '{"T":"q"}',
    });
    expect(statSync(join(folder, "logs", "unreadable-frames.jsonl")).mode & 0o077).toBe(0);
    expect(frames.count).toBe(1);
  });

  test("S08 never fill a disk: the file is moved aside, and the oldest goes", () => {
    for (let index = 0; index < 100; index += 1)
      frames.keep("order_stream", { why: "bad", raw: `${index} ${"x".repeat(200)}` }, AT);
    const names = readdirSync(join(folder, "logs"));
    expect(names).toHaveLength(3);
    for (const name of names)
      expect(statSync(join(folder, "logs", name)).size).toBeLessThanOrEqual(1_000);
    expect(read("unreadable-frames.jsonl")).toContain("99 x");
    expect(frames.count).toBe(100);
  });
});
