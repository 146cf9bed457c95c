import { InvariantError } from "../../../assert.ts";
import { defineCheck } from "../../check.ts";

/**
 * A halt of the symbol or of the whole market: 0 none, 1 halted. It holds for orders toward flat too: what is sent
 * during a halt waits for an auction whose price nobody knows, or is refused.
 */
export const tradingHalt = defineCheck({
  code: "trading_halt",
  label: "Trading halt",
  unit: "words",
  words: ["none", "halted"],
  bound: "at_most",
  appliesToReducing: true,
  value: ({ context }) => (context.market.halt === null ? 0 : 1),
  limit: () => 0,
  deny: ({ context }) => {
    const { halt } = context.market;
    if (halt === null) throw new InvariantError("denied by a halt that is not there");
    return { code: "trading_halt", halt };
  },
});
