import { describe, expect, test } from "vitest";
import { holdWords } from "./trading-now.ts";

describe("what holds trading from a start on", () => {
  test("is a crash loop, with what to do, and not a bare code", () => {
    expect(holdWords({ source: "crash_loop", reason: "crash_loop" })).toMatch(
      /^crash loop: the engine ended three times within five minutes\. .*then resume$/,
    );
  });

  test("is a restore by its own name, and not a crash loop", () => {
    const reason = "restored from the backup of 2026-06-16T14:00:00.000Z";
    expect(holdWords({ source: "crash_loop", reason })).toBe(
      `restore: ${reason}. Compare orders and positions with the venue's, then resume`,
    );
  });
});
