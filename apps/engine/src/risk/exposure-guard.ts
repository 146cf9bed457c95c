import type { Ticker } from "@interlock/core/ids";
import { liveEquity, sidesElsewhere } from "@interlock/core/portfolio/live-totals";
import { reservedSince } from "@interlock/core/risk/exposure/account-watch";
import type { ExposureGuard } from "@interlock/core/risk/exposure/exposure-guard";
import type { Decision } from "../decision.ts";

/** What risk looks at to bound the account as a whole. */
export function exposureGuard({ state, views }: Decision, symbol: Ticker): ExposureGuard {
  const { figures } = views.accountWatch;
  return {
    elsewhere: sidesElsewhere(views.totals, symbol),
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
