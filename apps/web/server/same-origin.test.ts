import { describe, expect, test } from "vitest";
import { isSafeMethod, isSameOrigin } from "./same-origin.ts";

describe("a request that may have an effect", () => {
  test("may come from this origin", () => {
    expect(isSameOrigin({ host: "localhost:3000", origin: "http://localhost:3000" })).toBe(true);
  });

  test("may come from a program, which names no origin", () => {
    expect(isSameOrigin({ host: "localhost:3000" })).toBe(true);
  });

  test.each([
    { origin: "http://evil.test" },
    { origin: "http://localhost:3001" },
    { origin: "null" },
    { origin: "not a url" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "http://localhost:3000" },
  ])("may not come with %j", (headers) => {
    expect(isSameOrigin({ host: "localhost:3000", ...headers })).toBe(false);
  });
});

test("reading is safe, everything else is not", () => {
  expect(["GET", "HEAD", "OPTIONS"].every(isSafeMethod)).toBe(true);
  expect(["POST", "PUT", "DELETE", "PATCH", "get"].some(isSafeMethod)).toBe(false);
});
