import { type Money, moneyFromUnits, moneyUnits } from "../../number/money.ts";
import type { VenueAccount } from "../../order/execution-report.ts";
import type { UnixMs } from "../../time.ts";

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

/**
 * Notes that the account is being asked for: what the answer can count is what the venue has acknowledged by now, all
 * that was approved less `unknown`.
 */
export function noteAsked(
  watch: AccountWatch,
  source: AccountSource,
  { at, unknown }: { readonly at: UnixMs; readonly unknown: Money },
): void {
  watch.asked[source] = { at, countedUnits: watch.approvedUnits - moneyUnits(unknown) };
}

/** Takes the figures of an answer. What they count is counted no longer, so that no sum grows for ever. */
export function noteFigures(
  watch: AccountWatch,
  account: VenueAccount,
  source: AccountSource,
): void {
  const { at, countedUnits } = watch.asked[source];
  watch.approvedUnits -= countedUnits;
  for (const mark of [watch.asked.account, watch.asked.snapshot]) mark.countedUnits -= countedUnits;
  watch.figures = { ...account, at, countedUnits: 0 };
}

/** Returns the dollars of orders that the last figures may not count; zero before the first. */
export function reservedSince({ approvedUnits, figures }: AccountWatch): Money {
  return moneyFromUnits(approvedUnits - (figures?.countedUnits ?? approvedUnits));
}
