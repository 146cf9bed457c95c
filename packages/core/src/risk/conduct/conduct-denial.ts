import type { TradingSession } from "../../market/calendar.ts";
import type { OrderPricing, TimeInForce } from "../../order/order-intent.ts";
import { SECOND_MS } from "../../time.ts";

/** Why an order was refused for how the engine conducts itself, or for a form in which it cannot trade. Plain data. */
export type ConductDenial =
  | { readonly code: "warm_up"; readonly runningMs: number; readonly warmUpMs: number }
  | { readonly code: "cancel_rate"; readonly cancels: number; readonly limit: number }
  | { readonly code: "message_rate"; readonly messages: number; readonly limit: number }
  | {
      readonly code: "session_order_type";
      readonly session: TradingSession;
      readonly type: OrderPricing["type"];
      readonly timeInForce: TimeInForce;
      readonly extendedHours: boolean;
    };

/** Says in one sentence what was refused, with the value, what is allowed and the next step. */
export function describeConduct(denial: ConductDenial): string {
  switch (denial.code) {
    case "warm_up": {
      const running = `The engine started ${denial.runningMs / SECOND_MS} s ago`;
      return `${running}; new risk waits for ${denial.warmUpMs / SECOND_MS} s.`;
    }
    case "cancel_rate":
      return `${denial.cancels} cancels were asked for within a minute; beyond ${denial.limit} no new risk is taken.`;
    case "message_rate":
      return `This would be message ${denial.messages} to the venue within a second; the limit is ${denial.limit}.`;
    case "session_order_type":
      return describeOrderType(denial);
  }
}

function describeOrderType(
  denial: Extract<ConductDenial, { readonly code: "session_order_type" }>,
): string {
  const { session, type, timeInForce, extendedHours } = denial;
  const marked = extendedHours ? "marked" : "not marked";
  const what = `this ${type} order, ${timeInForce}, ${marked} for extended hours, is none`;
  if (session === "regular" || session === "closed")
    return `Only market and limit orders may be ${timeInForce}: ${what}.`;
  const rule = "only limit orders marked for extended hours trade, for a day or until canceled";
  return `The session is ${session}, where ${rule}: ${what}.`;
}
