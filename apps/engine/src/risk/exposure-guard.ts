import {
  liveEquity,
  sidesElsewhere,
  type SymbolTotals,
} from "@interlock/core/portfolio/live-totals";
import { reservedSince } from "@interlock/core/risk/exposure/account-watch";
import type { ExposureGuard } from "@interlock/core/risk/exposure/exposure-guard";
import type { Decision } from "../decision.ts";

/** What risk looks at to bound the account as a whole, for an order in the symbol of a row. */
export function exposureGuard(
  { state, views }: Decision,
  row: SymbolTotals | undefined,
): ExposureGuard {
  const { figures } = views.accountWatch;
  return {
    elsewhere: sidesElsewhere(views.totals, row),
    equity: liveEquity(state.portfolio, views.totals),
    venue:
      figures === null
        ? null
        : {
            askedAt: figures.at,
            equity: figures.equity,
            buyingPower: figures.buyingPower,
            maintenanceMargin: figures.maintenanceMargin ?? null,
            reserved: reservedSince(views.accountWatch),
          },
  };
}
