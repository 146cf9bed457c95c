import { expect, test } from "vitest";
import { z } from "zod";
import { newCommandId } from "./command-id.ts";

test("makes UUIDs of version 7 that the contract accepts", () => {
  for (let made = 0; made < 100; made++) {
    const id = newCommandId();
    expect(z.uuid().safeParse(id).success).toBe(true);
    expect(id[14]).toBe("7");
  }
});

test("never makes the same one twice", () => {
  expect(new Set(Array.from({ length: 2_000 }, () => newCommandId(1_000))).size).toBe(2_000);
});

test("sorts by time", () => {
  expect(newCommandId(1_700_000_000_000) < newCommandId(1_700_000_000_001)).toBe(true);
});
