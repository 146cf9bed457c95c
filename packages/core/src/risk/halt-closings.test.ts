import { expect, it } from "vitest";
import {
  haltClosings,
  type HaltClosings,
  type KillInForce,
  strictestClosings,
} from "./halt-closings.ts";
import { ACTIVE_CONTROL, type HoldSource, imposeHold } from "./trading-state.ts";

function heldBy(...sources: HoldSource[]) {
  return sources.reduce(
    (control, source) =>
      imposeHold(control, { source, state: "halted", reason: "", at: 0, by: null }),
    ACTIVE_CONTROL,
  );
}

const kill = (mode: KillInForce["mode"], stage: string, includeStops = false): KillInForce => ({
  mode,
  stage,
  includeStops,
});

it.each<[string, readonly HoldSource[], KillInForce | null, HaltClosings]>([
  ["an operator's halt", ["operator"], null, "all"],
  ["a kill in mode halt", ["kill_switch"], kill("halt", "proven"), "all"],
  ["a kill that cancels", ["kill_switch"], kill("cancel", "canceling"), "none"],
  ["a kill that has canceled and left the stops", ["kill_switch"], kill("cancel", "proven"), "all"],
  ["a kill that removed the stops", ["kill_switch"], kill("cancel", "proven", true), "people"],
  ["a kill that flattens", ["kill_switch"], kill("flatten", "residual"), "none"],
  ["a kill that has flattened", ["kill_switch"], kill("flatten", "proven"), "people"],
  ["an operator's halt after an old kill", ["operator"], kill("flatten", "residual"), "all"],
  ["books that were not compared", ["recovery"], null, "none"],
  [
    "another engine on the account",
    ["account_lease", "kill_switch"],
    kill("halt", "proven"),
    "none",
  ],
  ["a crash loop", ["crash_loop"], null, "none"],
  ["a kill that has only been asked to halt", ["kill_switch"], kill("halt", "requested"), "all"],
  ["a kill of which no record is left", ["kill_switch"], null, "all"],
])("under %s", (_, sources, inForce, expected) => {
  expect(haltClosings(heldBy(...sources), inForce)).toBe(expected);
});

it("under no halt everybody's closings pass", () => {
  expect(haltClosings(ACTIVE_CONTROL, kill("flatten", "residual"))).toBe("all");
});

it("under a person's halt all pass, whatever only reduces beside it", () => {
  const control = imposeHold(heldBy("operator"), {
    source: "reconciliation",
    state: "reducing",
    reason: "",
    at: 0,
    by: null,
  });
  expect(haltClosings(control, null)).toBe("all");
});

it("under two halts only those pass whom both let through", () => {
  expect(strictestClosings("all", "people")).toBe("people");
  expect(strictestClosings("people", "none")).toBe("none");
  expect(strictestClosings("all", "all")).toBe("all");
});

it("keeps nobody's closings where trading is not halted, whatever kill is on record", () => {
  const reducing = imposeHold(ACTIVE_CONTROL, {
    source: "kill_switch",
    state: "reducing",
    reason: "",
    at: 0,
    by: null,
  });
  expect(haltClosings(reducing, kill("flatten", "requested"))).toBe("all");
});

it.each<[HaltClosings, HaltClosings, HaltClosings]>([
  ["none", "none", "none"],
  ["none", "people", "none"],
  ["none", "all", "none"],
  ["people", "people", "people"],
  ["people", "all", "people"],
  ["all", "all", "all"],
])("of %s and %s the strictest is %s, in either order", (one, other, strictest) => {
  expect(strictestClosings(one, other)).toBe(strictest);
  expect(strictestClosings(other, one)).toBe(strictest);
});
