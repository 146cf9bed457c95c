import type { AppRouter } from "@interlock/api/app-router";
import type { inferRouterInputs } from "@trpc/server";

/** An order that is asked about, as the engine takes it. */
export type WhatIfQuestion = Required<inferRouterInputs<AppRouter>["limits"]["whatIf"]>;

/** The form before anything is typed. */
export const EMPTY_QUESTION: WhatIfQuestion = {
  symbol: "",
  side: "buy",
  quantity: "",
  type: "limit",
  limitPrice: "",
  stopPrice: "",
  extendedHours: false,
  strategyId: null,
};

/** Whether the type of order has that price. */
export function hasPrice(type: WhatIfQuestion["type"], price: "limitPrice" | "stopPrice"): boolean {
  if (price === "limitPrice") return type === "limit" || type === "stop_limit";
  return type === "stop" || type === "stop_limit";
}
