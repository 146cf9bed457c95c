import type { Ticker } from "@interlock/core/ids";
import {
  addMoney,
  type Money,
  moneyFromUnits,
  moneyUnits,
  notional,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import type { VenueAccount } from "@interlock/core/order/execution-report";
import { isOpen, openQuantity, orderPrice } from "@interlock/core/order/order";
import { liveEquity, sidesElsewhere } from "@interlock/core/portfolio/live-totals";
import type { ExposureGuard } from "@interlock/core/risk/exposure/exposure-guard";
import { newRiskOf } from "@interlock/core/risk/flow/flow-book";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { EngineRecord } from "../record.ts";
import type { Views } from "../views.ts";

/**
 * The account's figures as the venue gave them last, and what of our orders they may not count. The venue's buying
 * power already counts the orders that it knew when it was asked: what is reserved on top is what was approved since,
 * and what it had not acknowledged by then. A new figure replaces the reservation; canceled orders free nothing before.
 */
export interface AccountWatch {
  /** Dollars of all orders that took new risk since the start, in millionths. */
  approvedUnits: number;
  /** What `approvedUnits` was when a question was asked, less what the venue had not acknowledged; by question. */
  readonly asked: Record<AccountSource, AskedMark>;
  figures: (VenueAccountFigures & AskedMark) | null;
}

/** The questions to the venue whose answers show the account. */
export type AccountSource = "account" | "snapshot";

interface AskedMark {
  readonly at: UnixMs;
  countedUnits: number;
}

type VenueAccountFigures = Pick<VenueAccount, "equity" | "buyingPower" | "maintenanceMargin">;

/** Returns a watch that has heard nothing. */
export function emptyAccountWatch(): AccountWatch {
  const asked = {
    account: { at: 0, countedUnits: 0 },
    snapshot: { at: 0, countedUnits: 0 },
  };
  return { approvedUnits: 0, asked, figures: null };
}

/** Notes that the account is being asked for: what the answer can count is what the venue has acknowledged by now. */
export function noteAsked({ state, views, time }: Decision, source: AccountSource): void {
  let unknown: Money = ZERO_MONEY;
  for (const id in state.orders) {
    const order = state.orders[id];
    if (order === undefined || order.venueOrderId !== null || !isOpen(order)) continue;
    const price = orderPrice(order.pricing) ?? views.totals.symbols[order.symbol]?.referencePrice;
    if (price != null) unknown = addMoney(unknown, notional(price, openQuantity(order)));
  }
  const { accountWatch } = views;
  const countedUnits = accountWatch.approvedUnits - moneyUnits(unknown);
  accountWatch.asked[source] = { at: time, countedUnits };
}

/** Takes the figures of an answer. What they count is counted no longer, so that no sum grows for ever. */
export function noteFigures(
  { views }: Decision,
  account: VenueAccount,
  source: AccountSource,
): void {
  const watch = views.accountWatch;
  const { at, countedUnits } = watch.asked[source];
  watch.approvedUnits -= countedUnits;
  for (const mark of [watch.asked.account, watch.asked.snapshot]) mark.countedUnits -= countedUnits;
  watch.figures = { ...account, at, countedUnits: 0 };
}

/** Counts an order that takes new risk. */
export function reserveApproved(views: Views, record: RecordOf<"order_approved">): void {
  views.accountWatch.approvedUnits += newRiskOf(record.measures) ?? 0;
}

type RecordOf<K extends EngineRecord["kind"]> = Extract<EngineRecord, { readonly kind: K }>;

/** What risk looks at to bound the account as a whole. */
export function exposureGuard({ state, views }: Decision, symbol: Ticker): ExposureGuard {
  const { figures, approvedUnits } = views.accountWatch;
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
            reserved: moneyFromUnits(approvedUnits - figures.countedUnits),
          },
  };
}
