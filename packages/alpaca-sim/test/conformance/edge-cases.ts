import { expect } from "vitest";
import {
  bought,
  type CaseContext,
  type ConformanceCase,
  farBuy,
  flat,
  settled,
  taken,
} from "./conformance-case.ts";
import type { OrderSent } from "./conformance-client.ts";

/** Rules at the edges of sizes, and lists that go on behind something. */

function market(context: CaseContext, change: Partial<OrderSent>): OrderSent {
  const { symbol, freshId } = context;
  const usual = { symbol, side: "buy", type: "market", time_in_force: "day" } as const;
  return { ...usual, client_order_id: freshId(), ...change };
}

export const EDGES: readonly ConformanceCase[] = [
  {
    name: "an order may name its asset by id",
    run: async (context) => {
      const { client, symbol } = context;
      const { id } = taken(await client.asset(symbol));
      const order = taken(await client.submit(farBuy(context, { symbol: id })));
      expect(order.symbol).toBe(symbol);
      taken(await client.cancel(order.id));
    },
  },
  {
    name: "an amount of dollars finer than a cent is refused with 422 and 42210000",
    run: async (context) => {
      const answer = await context.client.submit(market(context, { notional: "10.123" }));
      expect(answer).toMatchObject({ ok: false, status: 422, code: 42210000 });
    },
  },
  {
    name: "fractions are never sold short, by quantity or by dollars",
    run: async (context) => {
      for (const size of [{ qty: "0.5" }, { notional: "100" }]) {
        const answer = await context.client.submit(market(context, { side: "sell", ...size }));
        expect(answer).toMatchObject({ ok: false, status: 422, code: 42210000 });
      }
    },
  },
  {
    name: "the list of orders goes on behind one",
    run: async (context) => {
      const { client } = context;
      const ids: string[] = [];
      for (let count = 0; count < 3; count++) {
        ids.push(taken(await client.submit(farBuy(context))).id);
      }
      const [first = "", ...rest] = ids;
      expect(taken(await client.ordersAfter(first)).map(({ id }) => id)).toEqual(rest);
      await client.cancelAll();
      for (const id of ids) await settled(client, id, ["canceled"]);
    },
  },
  {
    name: "executions come page by page, each once",
    trades: true,
    run: async (context) => {
      const { client } = context;
      await bought(context);
      await flat(context);
      const whole = (await client.fillsPage(3, null)).map(({ id }) => id);
      const paged: string[] = [];
      let token: string | null = null;
      while (paged.length < whole.length) {
        const page = await client.fillsPage(1, token);
        expect(page).toHaveLength(1);
        token = page[0]?.id ?? "";
        paged.push(token);
      }
      expect(whole.length).toBeGreaterThan(1);
      expect(paged).toEqual(whole);
    },
  },
  {
    name: "a feed that does not exist is refused with 400",
    run: async ({ client, symbol }) => {
      expect(await client.quoteOn("moon", symbol)).toMatchObject({ ok: false, status: 400 });
    },
  },
];
