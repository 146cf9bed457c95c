import type { RiskCheckView } from "@interlock/api/view/order-view";
import type { SignalDossier } from "@interlock/api/view/signals-view";
import { expect, test } from "vitest";
import { cascadeSteps } from "./cascade-steps.ts";

const check = (name: string, change: Partial<RiskCheckView> = {}): RiskCheckView => ({
  check: name,
  label: name,
  passed: true,
  applied: true,
  value: "1",
  limit: "at most 2",
  sentence: "passed",
  ...change,
});

/** A signal to buy 10 SPY with these checks; nothing else of it is looked at here. */
function dossier(
  checks: readonly RiskCheckView[],
  change: Partial<SignalDossier["signal"]> = {},
): SignalDossier {
  const signal = {
    signalId: "s-1",
    symbol: "SPY",
    decision: "sent",
    outcome: "The order is filled.",
    order: { clientOrderId: "il-1", side: "buy", quantity: "10", status: "filled" },
    ...change,
  };
  return { signal, order: { checks } } as unknown as SignalDossier;
}

const answers = (found: SignalDossier) => cascadeSteps(found).map(({ answer }) => answer);

test("a sent signal has passed every question in its order", () => {
  const checks = [check("session"), check("quote_age"), check("order_quantity")];
  expect(answers(dossier(checks))).toEqual(["yes", "yes", "yes", "yes", "yes"]);
});

test("a denied signal shows which question it failed, and that it never left", () => {
  const checks = [
    check("quote_age", { passed: false, sentence: "The last quote is 9 s old." }),
    check("session"),
    check("order_quantity"),
  ];
  const found = dossier(checks, { decision: "denied" });
  expect(answers(found)).toEqual(["yes", "no", "yes", "yes", "not_reached"]);
  expect(cascadeSteps(found)[1]?.detail).toBe("The last quote is 9 s old.");
});

test("a question of which no check applied is not answered yes", () => {
  const checks = [check("quote_age", { applied: false }), check("session"), check("price_tick")];
  expect(answers(dossier(checks))[1]).toBe("not_asked");
  expect(answers(dossier([]))[1]).toBe("unknown");
});

test("a signal without an order ends with the reason", () => {
  const found = dossier([], { decision: "suppressed", order: null, outcome: "At target." });
  expect(cascadeSteps(found)).toEqual([
    { question: "Does it ask for an order?", answer: "no", detail: "At target." },
  ]);
});
