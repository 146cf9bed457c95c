import { wireOrder } from "@interlock/alpaca/wire/order";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { asRecord, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const FAR_BUY = { type: "limit", limit_price: "1.00" };

async function list(path: string): Promise<Record<string, unknown>[]> {
  const { body } = await venue.ask("GET", path);
  return Array.isArray(body) ? body.map(asRecord) : [];
}

describe("orders over REST", () => {
  it("of a bracket are answered with their legs, listed one by one, or nested under their entry", async () => {
    venue = await TestVenue.start();
    const entry = await venue.order({
      ...FAR_BUY,
      order_class: "bracket",
      take_profit: { limit_price: "2.00" },
      stop_loss: { stop_price: "0.50" },
    });
    const legs = z.array(wireOrder).parse(entry["legs"]);
    expect(wireOrder.parse(entry)).toMatchObject({ order_class: "bracket", status: "pending_new" });
    expect(legs.map(({ type, status }) => `${type} ${status}`)).toEqual([
      "limit held",
      "stop held",
    ]);
    expect(await list("/v2/orders?direction=asc")).toMatchObject([
      { id: entry["id"], legs: null },
      { id: legs[0]?.id, order_class: "bracket", legs: null },
      { id: legs[1]?.id },
    ]);
    expect(await list("/v2/orders?nested=true&status=open")).toMatchObject([
      { id: entry["id"], legs: [{ id: legs[0]?.id }, { id: legs[1]?.id, legs: null }] },
    ]);
    expect(await venue.get(`/v2/orders/${entry["id"]}?nested=true`)).toMatchObject({
      legs: [{ status: "held" }, { status: "held" }],
    });
    await venue.ask("DELETE", `/v2/orders/${legs[1]?.id}`);
    expect(await list("/v2/orders")).toEqual([]);
  });

  it("that trail show their distance, high-water mark and stop", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    await venue.order();
    const order = await venue.order({ side: "sell", type: "trailing_stop", trail_percent: 10 });
    expect(wireOrder.parse(order)).toMatchObject({
      trail_percent: "10",
      trail_price: null,
      hwm: expect.stringMatching(/^\d+/),
      stop_price: expect.stringMatching(/^\d+/),
    });
  });
});
