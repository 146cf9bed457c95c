import { expect } from "vitest";
import type { Answered, ConformanceClient, OrderSeen, OrderSent } from "./conformance-client.ts";

/** What a case works with: the client under test and the symbol that it trades. */
export interface CaseContext {
  readonly client: ConformanceClient;
  readonly symbol: string;
  /** Makes ids that were never used before. */
  readonly freshId: () => string;
}

/** One promise of the interface; `trades` where it needs an open market because it wants fills. */
export interface ConformanceCase {
  readonly name: string;
  readonly trades?: true;
  readonly run: (context: CaseContext) => Promise<void>;
}

/** Statuses that an answer to a new order may carry. */
export const LIVE = ["accepted", "pending_new", "new", "held"];
/** An amount as the interface writes it. */
export const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Returns the value of an answer that must be granted. */
export function taken<T>(answer: Answered<T>): T {
  if (answer.ok) return answer.value;
  throw new Error(`${answer.status} ${answer.code ?? ""} ${answer.message}`);
}

/** A buy so far below the market that nothing fills it. */
export function farBuy(
  { symbol, freshId }: CaseContext,
  change: Partial<OrderSent> = {},
): OrderSent {
  return {
    symbol,
    side: "buy",
    type: "limit",
    time_in_force: "day",
    qty: "1",
    limit_price: "1.00",
    client_order_id: freshId(),
    ...change,
  };
}

/** Waits until an order has one of some statuses. */
export async function settled(
  client: ConformanceClient,
  id: string,
  statuses: string[],
): Promise<OrderSeen> {
  let last: OrderSeen | null = null;
  await expect
    .poll(
      async () => {
        last = taken(await client.order(id));
        return statuses.includes(last.status) ? "as expected" : last.status;
      },
      { timeout: 15_000, interval: 50 },
    )
    .toBe("as expected");
  if (last === null) throw new Error("no order");
  return last;
}

/** Buys two shares at the market. */
export async function bought({ client, symbol, freshId }: CaseContext): Promise<OrderSeen> {
  const order: OrderSent = {
    symbol,
    side: "buy",
    type: "market",
    time_in_force: "day",
    qty: "2",
    client_order_id: freshId(),
  };
  return settled(client, taken(await client.submit(order)).id, ["filled"]);
}

/** Closes what a case has opened. */
export async function flat({ client, symbol }: CaseContext): Promise<void> {
  await client.cancelAll();
  await expect.poll(async () => (await client.orders("open")).length, { timeout: 15_000 }).toBe(0);
  const closing = await client.close(symbol);
  if (closing.ok) await settled(client, closing.value.id, ["filled"]);
  expect(await client.position(symbol)).toMatchObject({ ok: false, status: 404, code: 40410000 });
}
