import type { ClientOrderId, Ticker, VenueOrderId } from "@interlock/core/ids";
import { venueOrderId } from "@interlock/core/ids";
import type { IsoDate } from "@interlock/core/market/civil-date";
import type {
  VenueAccount,
  VenueCharge,
  VenueExecution,
  VenueOrder,
  VenuePosition,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { fail, ok, type Result } from "@interlock/core/result";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { UnixMs } from "@interlock/core/time";
import type { AlpacaEnvironment } from "./environment.ts";
import { readAsset, type VenueAsset } from "./mapping/asset.ts";
import { readCalendar, type VenueCalendarDay, type VenueClock } from "./mapping/calendar.ts";
import { wireCancelResult } from "./wire/order.ts";
import { type BarsFound, type BarsQuestion, fetchBars } from "./rest/historical-bars.ts";
import type { HttpLimits } from "./rest/http-client.ts";
import { judgeAnswer } from "./rest/judge-reply.ts";
import { lookUpOrder, type OrderEvidence } from "./rest/look-up-order.ts";
import {
  type CancelOutcome,
  judgeCancel,
  judgeSubmit,
  mayBeDuplicate,
  type SubmitOutcome,
  saysDuplicate,
} from "./rest/order-outcome.ts";
import {
  deviationsFrom,
  orderPriority,
  orderRequest,
  replaceRequest,
} from "./rest/order-request.ts";
import { listCharges, listExecutions, listOrders } from "./rest/paging.ts";
import { type Asking, askAccount, askClock, askPositions } from "./rest/questions.ts";
import type { RequestPriority } from "./rest/rate-budget.ts";
import type { RestReply } from "./rest/rest-reply.ts";
import { type SnapshotQuestion, takeSnapshot } from "./rest/snapshot.ts";
import type { VenueAnswer } from "./rest/venue-answer.ts";
import { VenueRequests } from "./rest/venue-requests.ts";

/** What the venue did about each open order when all were to be canceled. */
export interface CancelAllItem {
  readonly venueOrderId: VenueOrderId;
  /** True when the venue took the request; the order's report says whether it was canceled. */
  readonly accepted: boolean;
  readonly httpStatus: number;
}

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

  /** Places an approved order. A repeated id is no error: the venue's order is fetched and adopted (B12). */
  async submitOrder(order: ApprovedOrder): Promise<SubmitOutcome> {
    const { intent } = order;
    const { orders } = this.#requests.sdk.trading;
    const reply = await this.#requests.run(orderPriority(intent), () =>
      orders.postOrderRaw({ postOrderRequest: orderRequest(intent) }),
    );
    return this.#conclude(reply, intent);
  }

  /**
   * Turns a working order into `replacement`, which gets a new venue id. "accepted" carries the new order; the old
   * one's report says whether it was replaced in time.
   */
  async replaceOrder(target: VenueOrderId, replacement: ApprovedOrder): Promise<SubmitOutcome> {
    const { intent } = replacement;
    const { orders } = this.#requests.sdk.trading;
    const reply = await this.#requests.run(orderPriority(intent), () =>
      orders.patchOrderByOrderIdRaw({ orderId: target, patchOrderRequest: replaceRequest(intent) }),
    );
    const outcome = await this.#conclude(reply, intent);
    if (outcome.outcome !== "accepted" || outcome.order.replaces === target) return outcome;
    const deviation = `replaced order is ${outcome.order.replaces ?? "absent"} instead of ${target}`;
    return { ...outcome, deviations: [...outcome.deviations, deviation] };
  }

  async #conclude(reply: RestReply, intent: OrderIntent): Promise<SubmitOutcome> {
    const outcome = judgeSubmit(reply, intent, this.#requests);
    if (outcome.outcome !== "rejected" || !mayBeDuplicate(outcome)) return outcome;
    const evidence = await this.getOrderByClientOrderId(
      intent.clientOrderId,
      orderPriority(intent),
    );
    switch (evidence.found) {
      case "yes": {
        const { order, raw } = evidence;
        const deviations = deviationsFrom(intent, order);
        return { outcome: "accepted", order, raw, adopted: true, deviations };
      }
      case "no":
        // The venue contradicts itself only where it named the id as the fault.
        if (!saysDuplicate(outcome)) return outcome;
        return {
          outcome: "unknown",
          reason: `${outcome.message}, yet the venue does not find it`,
          raw: outcome.raw,
        };
      case "unknown":
        return {
          outcome: "unknown",
          reason: `${outcome.message}; ${evidence.reason}`,
          raw: outcome.raw,
        };
    }
  }

  /** Asks for one order to be canceled. */
  async cancelOrder(
    target: VenueOrderId,
    priority: RequestPriority = "cancel",
  ): Promise<CancelOutcome> {
    const { orders } = this.#requests.sdk.trading;
    const reply = await this.#requests.run(priority, () =>
      orders.deleteOrderByOrderIDRaw({ orderId: target }),
    );
    return judgeCancel(reply, this.#requests);
  }

  /** Asks for every open order to be canceled; says for each whether the venue took it. Done only when none is open. */
  async cancelAllOrders(
    priority: RequestPriority = "kill",
  ): Promise<VenueAnswer<readonly CancelAllItem[]>> {
    const { orders } = this.#requests.sdk.trading;
    const reply = await this.#requests.run(priority, () => orders.deleteAllOrdersRaw());
    return judgeAnswer(reply, this.#requests, readCancelResults);
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
    return askAccount(this.#asking(priority));
  }

  /** Asks for all positions. */
  positions(priority: RequestPriority = "query"): Promise<VenueAnswer<readonly VenuePosition[]>> {
    return askPositions(this.#asking(priority));
  }

  /** Asks for all open orders, with the legs of complex ones as orders of their own. */
  openOrders(priority: RequestPriority = "query"): Promise<VenueAnswer<readonly VenueOrder[]>> {
    return listOrders(this.#asking(priority), { status: "open" });
  }

  /** Asks for closed orders that were submitted since a time. */
  closedOrdersSince(since: UnixMs): Promise<VenueAnswer<readonly VenueOrder[]>> {
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
  clock(): Promise<VenueAnswer<VenueClock>> {
    return askClock(this.#asking("query"));
  }

  /** Asks for the trading days from `start` to `end`, both included. */
  async calendar(start: IsoDate, end: IsoDate): Promise<VenueAnswer<readonly VenueCalendarDay[]>> {
    const { calendar } = this.#requests.sdk.trading;
    const days = { start: new Date(start), end: new Date(end) };
    const reply = await this.#requests.run("query", () => calendar.legacyCalendarRaw(days));
    return judgeAnswer(reply, this.#requests, readCalendar);
  }

  /** Asks what may be done with an instrument. */
  async asset(symbol: Ticker): Promise<VenueAnswer<VenueAsset>> {
    const { assets } = this.#requests.sdk.trading;
    const reply = await this.#requests.run("query", () =>
      assets.getV2AssetsSymbolOrAssetIdRaw({ symbolOrAssetId: symbol }),
    );
    return judgeAnswer(reply, this.#requests, readAsset);
  }

  /** Asks for historical bars, e.g. to warm indicators up. */
  bars(question: BarsQuestion): Promise<VenueAnswer<BarsFound>> {
    return fetchBars(this.#requests, question);
  }

  #asking(priority: RequestPriority): Asking {
    return { requests: this.#requests, priority };
  }

  /** Ends all connections; requests under way end as unanswered. */
  close(): Promise<void> {
    return this.#requests.close();
  }
}

function readCancelResults(json: unknown): Result<readonly CancelAllItem[]> {
  const parsed = wireCancelResult.array().safeParse(json);
  if (!parsed.success) return fail("the list of cancel results is malformed");
  return ok(
    parsed.data.map(({ id, status }) => ({
      venueOrderId: venueOrderId(id),
      accepted: status >= 200 && status < 300,
      httpStatus: status,
    })),
  );
}
