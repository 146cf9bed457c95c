import { afterEach, describe, expect, it } from "vitest";
import { asRecord, type StreamClient, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const FAR_BUY = { type: "limit", limit_price: "1.00" };
const ORDER = { symbol: "SPY", qty: "1", side: "buy", type: "market", time_in_force: "day" };

async function tell(path: string, body: unknown = {}): Promise<void> {
  expect(await venue.ask("POST", path, body)).toMatchObject({ status: 200 });
}

function last(stream: StreamClient): Record<string, unknown> {
  return asRecord(asRecord(stream.messages.at(-1))["data"]);
}

describe("what comes to the account from outside", () => {
  it.each([
    [{ trading_blocked: true }, "account is not authorized to trade"],
    [{ account_blocked: true, status: "ACTION_REQUIRED" }, "account is not authorized to trade"],
    [{ closing_only: true }, "account is restricted to closing positions"],
  ])("%j: new risk is refused, and the account says so", async (standing, message) => {
    venue = await TestVenue.start();
    await tell("/sim/account", standing);
    expect(await venue.ask("POST", "/v2/orders", ORDER)).toMatchObject({
      status: 403,
      body: { code: 40310000, message },
    });
    const { closing_only: _own, ...shown } = { closing_only: null, ...standing };
    expect(await venue.get("/v2/account")).toMatchObject(shown);
  });

  it("lets an account that may only close, close", async () => {
    venue = await TestVenue.start();
    await venue.order();
    await tell("/sim/account", { closing_only: true });
    await venue.order({ side: "sell" });
    expect((await venue.ask("GET", "/v2/positions")).body).toEqual([]);
  });

  it("moves cash and shares, as activities", async () => {
    venue = await TestVenue.start();
    await tell("/sim/cash", { amount: "-500" });
    await tell("/sim/positions", { symbol: "IBM", qty: "5", price: "180" });
    expect(await venue.get("/v2/account")).toMatchObject({ cash: "99500" });
    expect(await venue.get("/v2/positions/IBM")).toMatchObject({ qty: "5", side: "long" });
    expect((await venue.ask("GET", "/v2/account/activities?direction=asc")).body).toMatchObject([
      { activity_type: "CSW", net_amount: "-500" },
      {
        activity_type: "JNLS",
        symbol: "IBM",
        qty: "5",
        per_share_amount: "180",
        net_amount: "0",
        description: "shares deposited",
      },
    ]);
    expect((await venue.ask("GET", "/v2/account/activities/JNLS")).body).toHaveLength(1);
  });

  it("keeps the account consistent when shares come and go: cash is the sum of what moved money, equity is cash and holdings, and no result is realized", async () => {
    venue = await TestVenue.start();
    await tell("/sim/cash", { amount: "250" });
    await tell("/sim/positions", { symbol: "IBM", qty: "10", price: "180" });
    await tell("/sim/positions", { symbol: "IBM", qty: "-4", price: "250" });
    const account = await venue.get("/v2/account");
    const position = await venue.get("/v2/positions/IBM");
    expect(position).toMatchObject({ qty: "6", avg_entry_price: "180", cost_basis: "1080" });
    const activities = (await venue.ask("GET", "/v2/account/activities")).body as object[];
    const moved = activities.map((one) => Number(asRecord(one)["net_amount"]));
    expect(Number(account["cash"])).toBe(moved.reduce((sum, each) => sum + each, 100_000));
    expect(Number(account["equity"])).toBeCloseTo(
      Number(account["cash"]) + Number(position["market_value"]),
      6,
    );
    const more = { symbol: "IBM", qty: "-7", price: "180" };
    expect(await venue.ask("POST", "/sim/positions", more)).toMatchObject({ status: 403 });
    expect(await venue.get("/v2/positions/IBM")).toMatchObject({ qty: "6" });
  });

  it("fills an order beyond its quantity, and one that was canceled", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    const order = await venue.order({ ...FAR_BUY, qty: "10" });
    await tell(`/sim/orders/${order["id"]}/executions`, { qty: "12", price: "1" });
    await expect.poll(() => last(stream)["event"]).toBe("fill");
    expect(last(stream)).toMatchObject({
      qty: "12",
      order: { status: "filled", filled_qty: "12" },
    });
    const gone = await venue.order(FAR_BUY);
    await venue.ask("DELETE", `/v2/orders/${gone["id"]}`);
    await tell(`/sim/orders/${gone["id"]}/executions`, { qty: "4", price: "1" });
    await expect.poll(() => last(stream)["event"]).toBe("partial_fill");
    expect(last(stream)).toMatchObject({ order: { status: "canceled", filled_qty: "4" } });
    expect(await venue.get("/v2/positions/SPY")).toMatchObject({ qty: "16" });
    expect((await venue.ask("GET", "/v2/orders")).body).toEqual([]);
  });

  it.each([
    ["done_for_day", "done_for_day"],
    ["suspended", "suspended"],
    ["rejected", "rejected"],
    ["order_cancel_rejected", "new"],
    ["restated", "new"],
  ])("reports %s of an order, which is then %s", async (event, status) => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    const order = await venue.order(FAR_BUY);
    await tell(`/sim/orders/${order["id"]}/events`, { event, reason: "TOO_LATE_TO_CANCEL" });
    await expect.poll(() => last(stream)["event"]).toBe(event);
    expect(last(stream)).toMatchObject({ reason: "TOO_LATE_TO_CANCEL", order: { status } });
    expect(await venue.get(`/v2/orders/${order["id"]}`)).toMatchObject({ status });
  });

  it("takes an order out of trading and puts it back to work", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const stream = await venue.listen();
    const order = await venue.order(FAR_BUY);
    for (const event of ["pending_new", "new"]) {
      await tell(`/sim/orders/${order["id"]}/events`, { event });
      await expect.poll(() => last(stream)["event"]).toBe(event);
      expect(await venue.get(`/v2/orders/${order["id"]}`)).toMatchObject({ status: event });
    }
    expect(await venue.ask("DELETE", `/v2/orders/${order["id"]}`)).toMatchObject({ status: 204 });
  });

  it("busts and corrects executions: cash, position and the order go back", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await venue.order();
    await expect.poll(() => last(stream)["event"]).toBe("fill");
    const id = String(last(stream)["execution_id"]);
    await tell(`/sim/executions/${id}`, { qty: "10", price: "500" });
    await expect.poll(() => last(stream)["event"]).toBe("trade_correct");
    expect(last(stream)).toMatchObject({ previous_execution_id: id, price: "500", qty: "10" });
    expect(await venue.get("/v2/account")).toMatchObject({ cash: "95000" });
    const corrected = String(last(stream)["execution_id"]);
    expect((await venue.ask("GET", "/v2/account/activities")).body).toMatchObject([
      { price: "500", id: expect.stringContaining(corrected) },
    ]);
    await tell(`/sim/executions/${corrected}`, { bust: true });
    await expect.poll(() => last(stream)["event"]).toBe("trade_bust");
    expect(last(stream)).toMatchObject({
      qty: "-10",
      position_qty: "0",
      order: { filled_qty: "0" },
    });
    expect(await venue.get("/v2/account")).toMatchObject({ cash: "100000" });
    expect((await venue.ask("GET", "/v2/positions")).body).toEqual([]);
    expect((await venue.ask("POST", `/sim/executions/${corrected}`, { bust: true })).status).toBe(
      404,
    );
  });

  it("refuses shares that cannot be borrowed and assets that do not trade", async () => {
    venue = await TestVenue.start();
    await tell("/sim/assets/SPY", { easy_to_borrow: false });
    const short = await venue.ask("POST", "/v2/orders", { ...ORDER, side: "sell" });
    expect(short).toMatchObject({
      status: 422,
      body: { message: 'asset "SPY" cannot be sold short' },
    });
    expect(await venue.get("/v2/assets/SPY")).toMatchObject({ borrow_status: "hard_to_borrow" });
    await tell("/sim/assets/SPY", { tradable: false });
    expect((await venue.ask("POST", "/v2/orders", ORDER)).status).toBe(422);
  });

  it("halts a symbol: orders are taken and wait until trading resumes", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    await tell("/sim/symbols/SPY/halt", { reason: "LUDP" });
    const order = await venue.order();
    await venue.order({ symbol: "IBM" });
    expect(await venue.get(`/v2/orders/${order["id"]}`)).toMatchObject({ status: "new" });
    expect(await venue.get("/v2/positions/IBM")).toMatchObject({ qty: "10" });
    await tell("/sim/symbols/SPY/resume");
    await venue.watch();
    await expect
      .poll(async () => (await venue.get(`/v2/orders/${order["id"]}`))["status"])
      .toBe("filled");
  });

  it("says what it does not understand or know", async () => {
    venue = await TestVenue.start();
    for (const [path, body, status] of [
      ["/sim/cash", { amount: "much" }, 422],
      ["/sim/account", { blocked: true }, 422],
      ["/sim/positions", { symbol: "NOPE", qty: "1", price: "1" }, 404],
      ["/sim/orders/x/events", { event: "restated" }, 404],
      ["/sim/orders/x/events", { event: "flown" }, 422],
    ] as const) {
      expect((await venue.ask("POST", path, body)).status).toBe(status);
    }
  });
});
