import type { Denial } from "../src/risk/denial.ts";

/** What is said of orders that were refused for the engine's conduct, or for their form. */
export const CONDUCT_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "warm_up", runningMs: 2_500, warmUpMs: 10_000 },
    "The engine started 2.5 s ago; new risk waits for 10 s.",
  ],
  [
    { code: "cancel_rate", cancels: 13, limit: 12 },
    "13 cancels were asked for within a minute; beyond 12 no new risk is taken.",
  ],
  [
    { code: "message_rate", messages: 41, limit: 40 },
    "This would be message 41 to the venue within a second; the limit is 40.",
  ],
  [
    {
      code: "session_order_type",
      session: "pre",
      type: "market",
      timeInForce: "day",
      extendedHours: false,
    },
    "The session is pre, where only limit orders marked for extended hours trade, for a day or until canceled: this market order, day, not marked for extended hours, is none.",
  ],
  [
    {
      code: "session_order_type",
      session: "regular",
      type: "stop",
      timeInForce: "ioc",
      extendedHours: true,
    },
    "Only market and limit orders may be ioc: this stop order, ioc, marked for extended hours, is none.",
  ],
  [
    {
      code: "session_order_type",
      session: "closed",
      type: "stop",
      timeInForce: "ioc",
      extendedHours: false,
    },
    "Only market and limit orders may be ioc: this stop order, ioc, not marked for extended hours, is none.",
  ],
];
