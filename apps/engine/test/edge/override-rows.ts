import { clientOrderId } from "@interlock/core/ids";
import type { OverrideGrant } from "@interlock/core/risk/override/override";
import { foreignOrder, MORNING } from "../rig.ts";

const { symbol, side, timeInForce, extendedHours } = foreignOrder();

const grant: OverrideGrant = {
  overrideId: "ov-1",
  intent: {
    clientOrderId: clientOrderId("il-1"),
    symbol,
    side,
    quantity: foreignOrder().quantity ?? never(),
    pricing: foreignOrder().pricing ?? never(),
    timeInForce: timeInForce ?? never(),
    extendedHours,
    purpose: "signal",
    strategyId: null,
    signalId: null,
  },
  intentHash: "00",
  lifts: ["order_quantity"],
  by: "Ada",
  byId: "u1",
  role: "risk",
  reason: "one block that was agreed",
  grantedAt: MORNING,
  expiresAt: MORNING + 300_000,
  limitVersion: 3,
};

/** Records of overrides, each with its weight and its sentence in the feed. */
export const OVERRIDE_ROWS = {
  override_granted: [
    { grant },
    "warning",
    "Ada (risk) granted override ov-1 until 10:05:00 ET: buy 10 IBM at 100.00 may pass order_quantity once. one block that was agreed",
  ],
  override_refused: [
    {
      overrideId: "ov-1",
      by: "Bob",
      byId: "u2",
      role: "trader",
      fault: "used",
      sentence: "Override ov-1 was used already.",
    },
    "critical",
    "Bob (trader) tried to use an override. Override ov-1 was used already.",
  ],
  overrides_voided: [
    { overrideIds: ["ov-1"], why: "trading was halted" },
    "warning",
    "Override ov-1 is void: trading was halted.",
  ],
} as const;

function never(): never {
  throw new Error("the order of the rig has no such term");
}
