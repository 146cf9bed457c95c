import { expect, it } from "vitest";
import { QUIET_CONDUCT } from "./conduct-guard.ts";

it("a quiet run began before any time, and canceled nothing", () => {
  expect(QUIET_CONDUCT).toEqual({ startedAt: 0, cancels: [] });
});
