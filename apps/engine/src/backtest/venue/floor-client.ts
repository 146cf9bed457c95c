import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import { cancelAllOrders, cancelOrder } from "@interlock/alpaca/rest/cancel-orders";
import { fetchLatestQuotes } from "@interlock/alpaca/rest/latest-quotes";
import { lookUpOrder } from "@interlock/alpaca/rest/look-up-order";
import { listOrders } from "@interlock/alpaca/rest/paging";
import { placeOrder } from "@interlock/alpaca/rest/place-order";
import * as questions from "@interlock/alpaca/rest/questions";
import { RateBudget, type RequestPriority } from "@interlock/alpaca/rest/rate-budget";
import type { RestReply } from "@interlock/alpaca/rest/rest-reply";
import { takeSnapshot } from "@interlock/alpaca/rest/snapshot";
import type { VenueRequests } from "@interlock/alpaca/rest/venue-requests";
import { readOrderRequest } from "@interlock/alpaca-sim/request/read-order-request";
import type { NewOrder } from "@interlock/alpaca-sim/venue/order/order-record";
import { assert } from "@interlock/core/assert";
import type { Bar } from "@interlock/core/market/bar";
import { type MarketDay, marketDay } from "@interlock/core/market/calendar";
import { fromIsoDate, type IsoDate, toIsoDate } from "@interlock/core/market/civil-date";
import { priceToNumber } from "@interlock/core/number/price";
import type { Ticker } from "@interlock/core/ids";
import type { AssetFlags } from "@interlock/core/risk/assets/asset-guard";
import type { UnixMs } from "@interlock/core/time";
import type { VenuePort } from "../../execution/alpaca-performer.ts";
import type { VenueFloor } from "./venue-floor.ts";
import type { Asker, Outgoing, VenueNetwork } from "./venue-network.ts";

/** Who hears what leaves for the venue. */
export interface WireWitness {
  posted(order: NewOrder): void;
  /** It is under way for longer than anybody waits. */
  postLingers(clientOrderId: string): void;
  /** The order reached the venue, or never will. */
  postEnded(clientOrderId: string): void;
}

/** What a client is made of. */
export interface ClientParts {
  readonly network: VenueNetwork;
  readonly floor: VenueFloor;
  readonly asker: Asker;
  readonly witness: WireWitness;
  readonly now: () => UnixMs;
  /** Daily bars of a symbol, of days that begin from the one time to the other. */
  readonly dailyBars: (symbol: Ticker, from: UnixMs, to: UnixMs) => readonly Bar[];
}

const ENVIRONMENT: AlpacaEnvironment = {
  mode: "paper",
  credentials: { keyId: "simulated", secretKey: "simulated" },
  tradingUrl: "http://venue.invalid",
  dataUrl: "http://venue.invalid",
  orderStreamUrl: "ws://venue.invalid/stream",
  dataStreamUrl: "ws://venue.invalid",
};
const REQUESTS_PER_MINUTE = 200;

/** The adapter's own way of asking, judging and paging, of the pure venue over a network. */
export function floorClient(parts: ClientParts): VenuePort {
  const requests = simulatedRequests(parts);
  const asking = (priority: RequestPriority) => ({ requests, priority });
  return {
    submitOrder: (order) => placeOrder(requests, order),
    cancelOrder: (target, priority = "cancel") => cancelOrder(asking(priority), target),
    cancelAllOrders: (priority = "kill") => cancelAllOrders(asking(priority)),
    getOrderByClientOrderId: (id) => lookUpOrder(asking("order"), id),
    openOrders: (priority = "query") => listOrders(asking(priority), { status: "open" }),
    positions: (priority = "query") => questions.askPositionList(asking(priority)),
    account: (priority = "query") => questions.askAccount(asking(priority)),
    snapshot: (question) => takeSnapshot(asking("query"), question),
    // No company of the simulated market does anything to its shares.
    corporateActions: () => Promise.resolve({ ok: true, value: { actions: [], refused: [] } }),
    // Everything may be borrowed: the venue still refuses a short sale for reasons of its own.
    assets: (symbols) => Promise.resolve({ ok: true, value: symbols.map(freeAsset) }),
    bars: ({ symbols, startAt, endAt }) =>
      Promise.resolve({
        ok: true,
        value: {
          bars: symbols.flatMap((one) => parts.dailyBars(one, startAt, endAt)),
          refused: [],
        },
      }),
    calendar: (from, to) => Promise.resolve({ ok: true, value: marketDays(from, to) }),
    latestQuotes: (question) => fetchLatestQuotes(requests, question),
  };
}

function freeAsset(symbol: Ticker): AssetFlags {
  return { symbol, tradable: true, shortable: true, easyToBorrow: true, fractionable: true };
}

/** The simulated market opens by the bundled calendar. */
export function marketDays(from: IsoDate, to: IsoDate): MarketDay[] {
  const days: MarketDay[] = [];
  for (let day = fromIsoDate(from); day <= fromIsoDate(to); day++) {
    const found = marketDay(toIsoDate(day));
    if (found !== null) days.push(found);
  }
  return days;
}

/** The calls of the SDK that the adapter makes, as requests of the simulated network. */
function simulatedRequests({ network, floor, asker, witness, now }: ClientParts): VenueRequests {
  const budgets = {
    trading: new RateBudget(REQUESTS_PER_MINUTE),
    data: new RateBudget(REQUESTS_PER_MINUTE),
  };
  const requests = {
    environment: ENVIRONMENT,
    get now() {
      return now();
    },
    sdk: { trading: tradingCalls(floor, witness), marketData: { stocks: quoteCalls(floor, now) } },
    run(
      priority: RequestPriority,
      call: () => Outgoing,
      host: "trading" | "data" = "trading",
    ): Promise<RestReply> {
      const decision = budgets[host].take(priority, now());
      if (decision.granted) return network.send(asker, call());
      const { retryAt } = decision;
      return Promise.resolve({
        kind: "not_sent",
        cause: "budget",
        reason: "the budget is used up",
        retryAt,
      });
    },
  };
  assert(isAsked(requests), "the pure venue is asked through the members that the adapter uses");
  return requests;
}

/** The adapter's class holds sockets; what the adapter asks through is these members alone. */
function isAsked(requests: object): requests is VenueRequests {
  return ["environment", "now", "sdk", "run"].every((member) => member in requests);
}

interface WantedOrder {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly qty: string;
  readonly type: NewOrder["type"];
  readonly timeInForce: NewOrder["timeInForce"];
  readonly limitPrice?: string;
  readonly stopPrice?: string;
  readonly clientOrderId: string;
  readonly extendedHours?: boolean;
}

/** Reads an order as the venue's own door does. */
function readOrder(wanted: WantedOrder): NewOrder {
  const { symbol, side, qty, type, limitPrice, stopPrice } = wanted;
  const read = readOrderRequest({
    symbol,
    side,
    qty,
    type,
    time_in_force: wanted.timeInForce,
    limit_price: limitPrice,
    stop_price: stopPrice,
    client_order_id: wanted.clientOrderId,
    extended_hours: wanted.extendedHours,
  });
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

interface ActivityCall {
  readonly category?: string;
  readonly after: Date;
  readonly pageSize: number;
  readonly pageToken?: string;
}

function tradingCalls(floor: VenueFloor, witness: WireWitness) {
  return {
    orders: {
      postOrderRaw: ({ postOrderRequest }: { postOrderRequest: WantedOrder }) =>
        posting(floor, witness, readOrder(postOrderRequest)),
      deleteOrderByOrderIDRaw: ({ orderId }: { orderId: string }) => ({
        carryOut: () => floor.cancel(orderId),
      }),
      deleteAllOrdersRaw: () => ({ carryOut: () => floor.cancelAll() }),
      getAllOrdersRaw: ({ status, after }: { status: string; after?: string }) => ({
        reads: true,
        carryOut: () => floor.orders(status, after),
      }),
      getOrderByClientOrderIdRaw: ({ clientOrderId }: { clientOrderId: string }) => ({
        reads: true,
        carryOut: () => floor.byClientId(clientOrderId),
      }),
    },
    account: { getAccountRaw: () => ({ reads: true, carryOut: () => floor.account() }) },
    positions: {
      getAllOpenPositionsRaw: () => ({ reads: true, carryOut: () => floor.positions() }),
    },
    clock: { legacyClockRaw: () => ({ reads: true, carryOut: () => floor.clock() }) },
    accountActivities: {
      getAccountActivitiesRaw: ({ category, after, pageSize, pageToken }: ActivityCall) => ({
        reads: true,
        carryOut: () =>
          floor.activities({ fills: category === undefined, after, pageSize, pageToken }),
      }),
    },
  };
}

function posting(floor: VenueFloor, witness: WireWitness, order: NewOrder): Outgoing {
  const ended = () => witness.postEnded(order.clientOrderId ?? "");
  return {
    lingers: () => witness.postLingers(order.clientOrderId ?? ""),
    sent: () => witness.posted(order),
    lost: ended,
    carryOut: () => {
      const answer = floor.post(order);
      ended();
      return answer;
    },
  };
}

function quoteCalls(floor: VenueFloor, now: () => UnixMs) {
  return {
    stockLatestQuotesRaw: ({ symbols }: { symbols: string }) => ({
      reads: true,
      carryOut: () => {
        const quotes: Record<string, unknown> = {};
        for (const symbol of symbols.split(",")) quotes[symbol] = wireQuote(floor, symbol, now());
        return { status: 200, body: { quotes } };
      },
    }),
  };
}

function wireQuote({ venue }: VenueFloor, symbol: string, now: UnixMs): Record<string, unknown> {
  const book = venue.books.get(symbol);
  return {
    t: new Date(now).toISOString(),
    bp: book?.bid ? priceToNumber(book.bid) : 0,
    bs: book?.bidShown ?? 0,
    ap: book?.ask ? priceToNumber(book.ask) : 0,
    as: book?.askShown ?? 0,
  };
}
