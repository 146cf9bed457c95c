import type { ClientOrderId, Ticker, VenueOrderId } from "@interlock/core/ids";
import type { IsoDate } from "@interlock/core/market/civil-date";
import type {
  OrderList,
  PositionList,
  VenueAccount,
  VenueCharge,
  VenueExecution,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { AssetFlags } from "@interlock/core/risk/assets/asset-guard";
import type { UnixMs } from "@interlock/core/time";
import type { AlpacaEnvironment } from "./environment.ts";
import type { VenueAsset } from "./mapping/asset.ts";
import type { VenueCalendarDay, VenueClock } from "./mapping/calendar.ts";
import type { LatestQuotes } from "./mapping/latest-quotes.ts";
import { type CancelAllItem, cancelAllOrders, cancelOrder } from "./rest/cancel-orders.ts";
import {
  type CorporateAnnouncements,
  type CorporateQuestion,
  fetchCorporateActions,
} from "./rest/corporate-actions.ts";
import { type BarsFound, type BarsQuestion, fetchBars } from "./rest/historical-bars.ts";
import type { HttpLimits } from "./rest/http-client.ts";
import type { LastWord } from "./rest/last-word.ts";
import { fetchLatestQuotes, type LatestQuotesQuestion } from "./rest/latest-quotes.ts";
import { lookUpOrder, type OrderEvidence } from "./rest/look-up-order.ts";
import type { CancelOutcome, SubmitOutcome } from "./rest/order-outcome.ts";
import { listCharges, listExecutions, listOrders } from "./rest/paging.ts";
import { placeOrder, replaceOrder } from "./rest/place-order.ts";
import * as questions from "./rest/questions.ts";
import type { RequestPriority } from "./rest/rate-budget.ts";
import { type SnapshotQuestion, takeSnapshot } from "./rest/snapshot.ts";
import type { VenueAnswer } from "./rest/venue-answer.ts";
import { VenueRequests } from "./rest/venue-requests.ts";

/** What a client is made with. */
export interface VenueClientOptions {
  readonly environment: AlpacaEnvironment;
  /** The venue's time, in which the request budget is counted. */
  readonly venueNow: () => UnixMs;
  readonly limits?: HttpLimits;
}

/**
 * The account at the venue over REST, through the official SDK. Nothing is ever retried here: an order's fate is
 * for the engine to resolve, and a question's answer says when to ask again. No method throws for what the venue or
 * the network does.
 */
export class VenueClient {
  readonly #requests: VenueRequests;

  constructor(options: VenueClientOptions) {
    this.#requests = new VenueRequests(options.environment, options);
  }

  /** Requests of the last minute, and the limit. */
  usage(): { readonly trading: number; readonly data: number; readonly limit: number } {
    return this.#requests.usage();
  }

  /**
   * Places an approved order. A repeated id is no error: the venue's order is fetched and adopted. `lastWord` is asked
   * right before the first byte is written; a sentence of it keeps the order unsent ("rejected", code "not_sent").
   */
  submitOrder(order: ApprovedOrder, lastWord?: LastWord): Promise<SubmitOutcome> {
    return placeOrder(this.#requests, order, lastWord);
  }

  /**
   * Turns a working order into `replacement`, which gets a new venue id. "accepted" carries the new order; the old
   * one's report says whether it was replaced in time.
   */
  replaceOrder(target: VenueOrderId, replacement: ApprovedOrder): Promise<SubmitOutcome> {
    return replaceOrder(this.#requests, target, replacement);
  }

  /** Asks for one order to be canceled. "accepted" says only that the venue took the request: a fill may still win. */
  cancelOrder(target: VenueOrderId, priority: RequestPriority = "cancel"): Promise<CancelOutcome> {
    return cancelOrder(this.#asking(priority), target);
  }

  /** Asks for every open order to be canceled; says for each whether the venue took it. Done only when none is open. */
  cancelAllOrders(
    priority: RequestPriority = "kill",
  ): Promise<VenueAnswer<readonly CancelAllItem[]>> {
    return cancelAllOrders(this.#asking(priority));
  }

  /** Asks for an order by our id. */
  getOrderByClientOrderId(
    clientOrderId: ClientOrderId,
    priority: RequestPriority = "order",
  ): Promise<OrderEvidence> {
    return lookUpOrder(this.#asking(priority), clientOrderId);
  }

  /** Asks for the account's figures. */
  account(priority: RequestPriority = "query"): Promise<VenueAnswer<VenueAccount>> {
    return questions.askAccount(this.#asking(priority));
  }

  /** Asks for all positions: those that cannot be read stand beside the others. */
  positions(priority: RequestPriority = "query"): Promise<VenueAnswer<PositionList>> {
    return questions.askPositionList(this.#asking(priority));
  }

  /** Asks for all open orders, with the legs of complex ones as orders of their own. */
  openOrders(priority: RequestPriority = "query"): Promise<VenueAnswer<OrderList>> {
    return listOrders(this.#asking(priority), { status: "open" });
  }

  /** Asks for closed orders that were submitted since a time. */
  closedOrdersSince(since: UnixMs): Promise<VenueAnswer<OrderList>> {
    return listOrders(this.#asking("query"), { status: "closed", since });
  }

  /** Asks the activity log for our executions since a time, from a few minutes before it. */
  executionsSince(since: UnixMs): Promise<VenueAnswer<readonly VenueExecution[]>> {
    return listExecutions(this.#asking("query"), since);
  }

  /** Asks the activity log for fees and other movements of cash since a time, from two days before it. */
  chargesSince(since: UnixMs): Promise<VenueAnswer<readonly VenueCharge[]>> {
    return listCharges(this.#asking("query"), since);
  }

  /** Asks for everything that one comparison with our books needs. */
  snapshot(
    question: SnapshotQuestion,
    priority: RequestPriority = "query",
  ): Promise<VenueAnswer<VenueSnapshot>> {
    return takeSnapshot(this.#asking(priority), question);
  }

  /** Asks for the venue's clock. */
  clock(priority: RequestPriority = "query"): Promise<VenueAnswer<VenueClock>> {
    return questions.askClock(this.#asking(priority));
  }

  /** Asks for the trading days from `start` to `end`, both included. */
  calendar(start: IsoDate, end: IsoDate): Promise<VenueAnswer<readonly VenueCalendarDay[]>> {
    return questions.askCalendar(this.#asking("query"), start, end);
  }

  /** Asks what may be done with an instrument. */
  asset(symbol: Ticker): Promise<VenueAnswer<VenueAsset>> {
    return questions.askAsset(this.#asking("query"), symbol);
  }

  /** Asks what may be done with each of these instruments; one that the venue does not know may not be traded. */
  assets(symbols: readonly Ticker[]): Promise<VenueAnswer<readonly AssetFlags[]>> {
    return questions.askAssets(this.#asking("query"), symbols);
  }

  /** Asks for historical bars, e.g. to warm indicators up. */
  bars(question: BarsQuestion): Promise<VenueAnswer<BarsFound>> {
    return fetchBars(this.#requests, question);
  }

  /** Asks for the last quote of each symbol, however old it is: its own time says so. */
  latestQuotes(question: LatestQuotesQuestion): Promise<VenueAnswer<LatestQuotes>> {
    return fetchLatestQuotes(this.#requests, question);
  }

  /** Asks for the announced corporate actions of some symbols; an unknown type is among them, as such. */
  corporateActions(question: CorporateQuestion): Promise<VenueAnswer<CorporateAnnouncements>> {
    return fetchCorporateActions(this.#requests, question);
  }

  #asking(priority: RequestPriority): questions.Asking {
    return { requests: this.#requests, priority };
  }

  /** Ends all connections; requests under way end as unanswered. */
  close(): Promise<void> {
    return this.#requests.close();
  }
}
