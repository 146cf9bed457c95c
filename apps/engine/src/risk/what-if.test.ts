import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import { expect, test } from "vitest";
import { Rig, settings } from "../../test/rig.ts";
import { whatIfVerdict } from "../edge/enquiry/what-if-view.ts";
import { judgeWhatIf } from "./what-if.ts";

test("asking about any ticker leaves nothing in the books of the thread that trades", () => {
  const strategyId = settings().strategies[0]?.id;
  if (strategyId === undefined) throw new Error("no strategy is configured");
  const rig = new Rig().ready();
  rig.command({
    kind: "change_limits",
    baseVersion: rig.state.limits?.version ?? 0,
    level: { kind: "strategy", id: strategyId },
    values: { maxPositionQuantity: "50" },
    reason: "",
  });
  const books = () => JSON.stringify([rig.state, Object.keys(rig.views.totals.symbols)]);
  const before = books();
  for (const name of ["SPY", "AAAA", "AAAB", "AAAC"]) {
    const outcome = judgeWhatIf(rig, {
      symbol: ticker(name),
      side: "buy",
      quantity: quantity("60"),
      pricing: { type: "limit", limitPrice: price("10.00") },
      extendedHours: false,
      strategyId,
    });
    const denials = "denials" in outcome ? outcome.denials : [];
    expect(denials.map(({ code }) => code)).toContain("strategy_position_quantity");
  }
  expect(books()).toBe(before);
  expect(rig.views.totals.strategies[strategyId]?.holdings.size).toBe(0);
});

test("a position that would be short is called so, for its measure has no sign", () => {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const asked = (side: "buy" | "sell") => {
    const outcome = judgeWhatIf(rig, {
      symbol: ticker("SPY"),
      side,
      quantity: quantity("30"),
      pricing: { type: "limit", limitPrice: price("100.00") },
      extendedHours: false,
      strategyId: null,
    });
    if ("unjudged" in outcome) throw new Error(outcome.unjudged);
    return whatIfVerdict(outcome, "SPY", ["SPY"]).levels[0];
  };
  expect(asked("sell")).toMatchObject({ label: "SPY position", before: "0", after: "30 short" });
  expect(asked("buy")).toMatchObject({ before: "0", after: "30" });
});
