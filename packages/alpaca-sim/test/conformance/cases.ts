import { expect } from "vitest";
import {
  bought,
  type ConformanceCase,
  DECIMAL,
  farBuy,
  flat,
  LIVE,
  settled,
  taken,
} from "./conformance-case.ts";
import type { OrderSent } from "./conformance-client.ts";
import { EDGES } from "./edge-cases.ts";

const SYMBOLS_AND_CALENDAR: readonly ConformanceCase[] = [
  {
    name: "the account is active and its amounts are decimal text",
    run: async ({ client }) => {
      const account = await client.account();
      expect(account.status).toBe("ACTIVE");
      for (const amount of [account.cash, account.equity, account.buyingPower]) {
        expect(amount).toMatch(DECIMAL);
      }
    },
  },
  {
    name: "the calendar knows holidays and early closes",
    run: async ({ client }) => {
      expect(await client.calendar("2026-11-26", "2026-11-27")).toEqual([
        { date: "2026-11-27", open: "09:30", close: "13:00" },
      ]);
      expect(await client.isOpen()).toBeTypeOf("boolean");
    },
  },
  {
    name: "assets are found by symbol, unknown ones answered 404",
    run: async ({ client, symbol }) => {
      expect(taken(await client.asset(symbol))).toMatchObject({ symbol, tradable: true });
      expect(await client.asset("NOSUCHTHING")).toMatchObject({ ok: false, status: 404 });
    },
  },
];

const ORDERS: readonly ConformanceCase[] = [
  {
    name: "an order is found by both ids, listed, canceled, and told of in that order",
    run: async (context) => {
      const { client } = context;
      const heard = await client.listen();
      const order = taken(await client.submit(farBuy(context)));
      expect(LIVE).toContain(order.status);
      expect(order.filledQty).toBe("0");
      expect(taken(await client.orderByClientId(order.clientOrderId)).id).toBe(order.id);
      expect((await client.orders("open")).map(({ id }) => id)).toContain(order.id);
      await settled(client, order.id, ["accepted", "new"]);
      taken(await client.cancel(order.id));
      await settled(client, order.id, ["canceled"]);
      const events = (): string[] =>
        heard.items.filter(({ orderId }) => orderId === order.id).map(({ event }) => event);
      await expect.poll(events, { timeout: 15_000 }).toContain("canceled");
      heard.close();
      expect(events().at(-1)).toBe("canceled");
      const known = ["accepted", "pending_new", "new", "pending_cancel", "canceled"];
      expect(known).toEqual(expect.arrayContaining(events()));
    },
  },
  {
    name: "a client order id is taken once and for ever",
    run: async (context) => {
      const { client } = context;
      const order = farBuy(context);
      const first = taken(await client.submit(order));
      taken(await client.cancel(first.id));
      await settled(client, first.id, ["canceled"]);
      expect(await client.submit(order)).toMatchObject({ ok: false, status: 422, code: 40010001 });
    },
  },
  {
    name: "a replacement is a new order that names the old one",
    run: async (context) => {
      const { client } = context;
      const order = taken(await client.submit(farBuy(context)));
      await settled(client, order.id, ["new"]);
      const next = taken(await client.replace(order.id, "1.01"));
      expect(next).toMatchObject({ replaces: order.id, limitPrice: "1.01" });
      expect(next.id).not.toBe(order.id);
      await settled(client, order.id, ["replaced"]);
      await client.cancelAll();
      await settled(client, next.id, ["canceled"]);
    },
    trades: true,
  },
  {
    name: "all orders are canceled at once, with a line each",
    run: async (context) => {
      const { client } = context;
      const ids = [];
      for (let count = 0; count < 2; count++) {
        ids.push(taken(await client.submit(farBuy(context))).id);
      }
      const lines = await client.cancelAll();
      for (const id of ids) expect(lines).toContainEqual({ id, status: 200 });
      for (const id of ids) await settled(client, id, ["canceled"]);
    },
  },
  {
    name: "a bracket has two legs that are held, and ends whole",
    run: async (context) => {
      const { client } = context;
      const entry = farBuy(context, {
        order_class: "bracket",
        take_profit: { limit_price: "1.50" },
        stop_loss: { stop_price: "0.50" },
      });
      const order = taken(await client.submit(entry));
      expect(order.legs).toBe(2);
      taken(await client.cancel(order.id));
      await settled(client, order.id, ["canceled"]);
      await expect
        .poll(async () => (await client.orders("open")).length, { timeout: 15_000 })
        .toBe(0);
    },
  },
];

type Refused = readonly [string, Partial<OrderSent>, number, number];

const REFUSED: readonly Refused[] = [
  ["no quantity", { qty: "0" }, 422, 40010001],
  ["a price finer than a cent", { limit_price: "1.001" }, 422, 42210000],
  ["more than the buying power", { qty: "100000", limit_price: "1000.00" }, 403, 40310000],
  ["fractions that outlive the day", { qty: "0.5", time_in_force: "gtc" }, 422, 42210000],
  [
    "extended hours for what may not have them",
    { extended_hours: true, time_in_force: "ioc" },
    422,
    42210000,
  ],
  [
    "a bracket whose exits are the wrong way round",
    {
      order_class: "bracket",
      take_profit: { limit_price: "0.50" },
      stop_loss: { stop_price: "1.50" },
    },
    422,
    42210000,
  ],
];

const REFUSALS: readonly ConformanceCase[] = [
  ...REFUSED.map(
    ([what, change, status, code]): ConformanceCase => ({
      name: `an order with ${what} is refused with ${status} and ${code}`,
      run: async (context) => {
        const answer = await context.client.submit(farBuy(context, change));
        expect(answer).toMatchObject({ ok: false, status, code });
      },
    }),
  ),
  {
    name: "orders that do not exist are answered 404 and 40410000",
    run: async ({ client, freshId }) => {
      const id = "00000000-0000-4000-8000-00000000dead";
      const missing = { ok: false, status: 404, code: 40410000 };
      expect(await client.order(id)).toMatchObject(missing);
      expect(await client.orderByClientId(freshId())).toMatchObject(missing);
      expect(await client.cancel(id)).toMatchObject(missing);
    },
  },
];

const TRADING: readonly ConformanceCase[] = [
  {
    name: "a market order fills, makes a position and an activity, and is told of",
    trades: true,
    run: async (context) => {
      const { client, symbol } = context;
      const heard = await client.listen();
      const order = await bought(context);
      expect(order.filledQty).toBe("2");
      expect(taken(await client.position(symbol))).toEqual({ symbol, qty: "2", side: "long" });
      const fills = (await client.fills()).filter(({ orderId }) => orderId === order.id);
      expect(fills.reduce((sum, { qty }) => sum + Number(qty), 0)).toBe(2);
      expect(await client.cancel(order.id)).toMatchObject({
        ok: false,
        status: 422,
        code: 42210000,
      });
      await expect
        .poll(() => heard.items.filter(({ orderId }) => orderId === order.id).at(-1)?.event, {
          timeout: 15_000,
        })
        .toBe("fill");
      heard.close();
      await flat(context);
    },
  },
  {
    name: "shares that an order holds cannot be sold twice, nor sold to oneself",
    trades: true,
    run: async (context) => {
      const { client, symbol } = context;
      await bought(context);
      const { ask } = await client.latestQuote(symbol);
      const sell = { side: "sell", limit_price: (ask * 2).toFixed(2) } as const;
      taken(await client.submit(farBuy(context, { ...sell, qty: "2" })));
      const refused = { ok: false, status: 403, code: 40310000 };
      expect(await client.submit(farBuy(context, { ...sell, qty: "1" }))).toMatchObject(refused);
      const cross = { limit_price: (ask * 2).toFixed(2) };
      expect(await client.submit(farBuy(context, cross))).toMatchObject(refused);
      await flat(context);
    },
  },
  {
    name: "one exit of a one-cancels-other ends with the other",
    trades: true,
    run: async (context) => {
      const { client, symbol } = context;
      await bought(context);
      const { ask, bid } = await client.latestQuote(symbol);
      const order = taken(
        await client.submit({
          symbol,
          side: "sell",
          type: "limit",
          time_in_force: "day",
          qty: "2",
          order_class: "oco",
          take_profit: { limit_price: (ask * 1.5).toFixed(2) },
          stop_loss: { stop_price: (bid * 0.5).toFixed(2) },
          client_order_id: context.freshId(),
        }),
      );
      expect(order.legs).toBe(1);
      taken(await client.cancel(order.id));
      await flat(context);
    },
  },
  {
    name: "a trailing stop works until it is canceled",
    trades: true,
    run: async (context) => {
      const { client, symbol } = context;
      await bought(context);
      const order = taken(
        await client.submit({
          symbol,
          side: "sell",
          type: "trailing_stop",
          time_in_force: "day",
          qty: "2",
          trail_percent: "20",
          client_order_id: context.freshId(),
        }),
      );
      expect(order.type).toBe("trailing_stop");
      await flat(context);
    },
  },
];

const DATA: readonly ConformanceCase[] = [
  {
    name: "bars come page by page, each once, in time order",
    run: async ({ client, symbol }) => {
      const asked = { symbol, timeframe: "1Day", start: "2026-10-01", end: "2026-11-10", limit: 7 };
      const times: string[] = [];
      let pageToken: string | null = null;
      do {
        const page = await client.bars({ ...asked, pageToken });
        times.push(...page.times);
        pageToken = page.next;
      } while (pageToken !== null);
      expect(times.length).toBeGreaterThan(20);
      expect(times).toEqual([...new Set(times)].toSorted());
    },
  },
  {
    name: "the latest quote has two sides",
    trades: true,
    run: async ({ client, symbol }) => {
      const { bid, ask } = await client.latestQuote(symbol);
      expect(bid).toBeGreaterThan(0);
      expect(ask).toBeGreaterThanOrEqual(bid);
    },
  },
  {
    name: "quotes stream to who subscribed, of that symbol alone",
    trades: true,
    run: async ({ client, symbol }) => {
      const heard = await client.watchQuotes(symbol);
      await expect.poll(() => heard.items.length, { timeout: 15_000 }).toBeGreaterThan(2);
      heard.close();
      expect(new Set(heard.items.map((quote) => quote.symbol))).toEqual(new Set([symbol]));
    },
  },
  {
    name: "watchlists have names that are unique",
    run: async ({ client, symbol, freshId }) => {
      const name = freshId();
      const id = taken(await client.createWatchlist(name, [symbol]));
      expect(await client.createWatchlist(name, [])).toMatchObject({ ok: false, status: 422 });
      taken(await client.deleteWatchlist(id));
      expect(await client.deleteWatchlist(id)).toMatchObject({ ok: false, status: 404 });
    },
  },
];

/** Every promise, in the order in which they are asked for. */
export const CASES: readonly ConformanceCase[] = [
  ...SYMBOLS_AND_CALENDAR,
  ...ORDERS,
  ...REFUSALS,
  ...TRADING,
  ...DATA,
  ...EDGES,
];
