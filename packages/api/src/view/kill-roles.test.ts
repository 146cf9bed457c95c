import { describe, expect, test } from "vitest";
import { refusalOfKill } from "./kill-roles.ts";
import { killMode } from "./kill-view.ts";
import { role } from "./scalars.ts";

describe("who may kill", () => {
  const allowed = (viewersHalt: boolean) =>
    killMode.options.map((mode) => [
      mode,
      ...role.options.filter((one) => refusalOfKill(one, mode, { viewersHalt }) === null),
    ]);

  test("everybody may halt; canceling and closing need who decides about positions", () => {
    expect(allowed(true)).toEqual([
      ["halt", "viewer", "trader", "risk", "ops", "owner"],
      ["cancel", "trader", "risk", "owner"],
      ["flatten", "trader", "risk", "owner"],
    ]);
  });

  test("by configuration those who only watch may not even halt", () => {
    expect(allowed(false)[0]).toEqual(["halt", "trader", "risk", "ops", "owner"]);
  });

  test("who may only halt is told so", () => {
    expect(refusalOfKill("ops", "cancel", { viewersHalt: true })).toBe(
      "To cancel needs the role trader or risk or owner; you are signed in as ops. You may halt.",
    );
    expect(refusalOfKill("viewer", "flatten", { viewersHalt: false })).not.toContain("may halt");
  });
});
