import { money } from "@interlock/core/number/money";
import { describe, expect, it } from "vitest";
import { at, type Body, VenueBench } from "../../../test/open-venue.ts";
import type { AssetChange } from "../control/control-command.ts";
import type { VenueError } from "../venue-error.ts";

const FORMED = { status: 422, code: 40010001 };
const RULE = { status: 422, code: 42210000 };
const ACCOUNT = { status: 403, code: 40310000 };
const LIMIT = { type: "limit", limit_price: "9.00" };
const SUB_PENNY = "sub-penny increment does not fulfill minimum pricing criteria";

function refusal(venue: VenueBench, body: Body): VenueError | null {
  const outcome = venue.submit(body);
  return outcome.ok ? null : outcome.error;
}

function open(): VenueBench {
  return new VenueBench().quote("10.00x300 10.02x500").print("10.01x100");
}

describe("requests that are not well formed", () => {
  it.each<[Body, string]>([
    [{ symbol: "" }, "symbol is required"],
    [{ qty: null }, "qty or notional is required"],
    [{ notional: "100" }, "only one of qty or notional is accepted"],
    [{ qty: "0" }, "qty must be > 0"],
    [{ qty: "-5" }, "qty must be > 0"],
    [{ qty: "ten" }, 'invalid qty: quantity "ten" is not a plain decimal number'],
    [{ qty: "1.0000000001" }, 'invalid qty: quantity "1.0000000001" has more than 9 decimals'],
    [{ qty: null, notional: "0" }, "notional must be > 0"],
    [
      { advanced_instructions: { algorithm: "ICEBERG" } },
      "invalid algorithm: must be DMA, TWAP, VWAP",
    ],
    [{ side: "short" }, "invalid side"],
    [{ type: "iceberg" }, "invalid order type"],
    [{ time_in_force: "gtd" }, "invalid time_in_force"],
    [{ type: "limit" }, "limit orders require a limit price"],
    [{ type: "limit", limit_price: "0" }, "limit price must be > 0"],
    [{ type: "limit", limit_price: -1 }, "limit price must be > 0"],
    [{ type: "stop" }, "stop orders require a stop price"],
    [
      { type: "stop_limit", limit_price: "1" },
      "stop limit orders require both stop and limit price",
    ],
    [{ limit_price: "10" }, "market orders require no stop or limit price"],
    [{ client_order_id: "x".repeat(129) }, "client_order_id must be no more than 128 characters"],
  ])("refuses %j", (body, message) => {
    expect(refusal(open(), body)).toMatchObject({ ...FORMED, message });
  });

  it("refuses a client order id for ever after its first use, whatever became of the order", () => {
    const venue = open();
    venue.cancel(venue.order({ ...LIMIT, client_order_id: "mine" }));
    const message = "client_order_id must be unique";
    expect(refusal(venue, { client_order_id: "mine" })).toMatchObject({ ...FORMED, message });
  });
});

describe("rules of trading", () => {
  it.each<[Body, string]>([
    [{ symbol: "NOPE" }, 'asset "NOPE" not found'],
    [{ qty: null, notional: "10.123" }, "notional value must be limited to 2 decimal places"],
    [{ type: "limit", limit_price: "9.001" }, `invalid limit_price 9.001. ${SUB_PENNY}`],
    [{ type: "limit", limit_price: "0.12345" }, `invalid limit_price 0.12345. ${SUB_PENNY}`],
    [{ type: "limit", limit_price: "9.0000001" }, `invalid limit_price 9.0000001. ${SUB_PENNY}`],
    [{ type: "stop", stop_price: "11.005" }, `invalid stop_price 11.005. ${SUB_PENNY}`],
    [{ qty: "0.5", time_in_force: "gtc" }, "fractional orders must be DAY orders"],
    [{ side: "sell", qty: "0.5" }, "fractional orders cannot be sold short"],
    [{ extended_hours: true }, "extended hours order must be DAY or GTC limit orders"],
    [
      { type: "stop", stop_price: "11", time_in_force: "ioc" },
      "IOC orders must be market or limit orders",
    ],
    [{ type: "stop", stop_price: "10.01" }, "stop price must be greater than current price"],
    [
      { side: "sell", type: "stop", stop_price: "10.01" },
      "stop price must be less than current price",
    ],
    [
      { position_intent: "sell_to_close" },
      "position intent mismatch, inferred: buy_to_open, specified: sell_to_close",
    ],
    [{ symbol: "SPY" }, 'no price of "SPY" is known yet'],
    [{ order_class: "mleg" }, "mleg orders are for options only"],
  ])("refuses %j", (body, message) => {
    expect(refusal(open(), body)).toMatchObject({ ...RULE, message });
  });

  it("names the stop and the market price that it is on the wrong side of", () => {
    const fault = refusal(open(), { side: "sell", type: "stop", stop_price: "10.50" });
    expect(fault?.details).toEqual({ stop_price: "10.5", market_price: "10.01" });
  });

  it("refuses an order in dollars below one dollar, without a code", () => {
    expect(refusal(open(), { qty: null, notional: "0.99" })).toMatchObject({
      status: 422,
      code: null,
      message: "notional must be >= 1.00",
    });
  });

  it("takes an order in dollars for the fraction that they buy", () => {
    const venue = open();
    venue.order({ qty: null, notional: "5.01" });
    expect(venue.happened.at(-1)).toBe("fill o1 0.5@10.02");
  });

  it("takes immediate orders in the regular session only", () => {
    const venue = open().clock(at("17:00"));
    expect(refusal(venue, { time_in_force: "ioc" })?.message).toBe(
      "IOC orders are accepted in the regular session only",
    );
  });
});

describe("what the account may do", () => {
  it("refuses what its buying power does not cover, and names both", () => {
    expect(refusal(open(), { qty: "40000" })).toMatchObject({
      ...ACCOUNT,
      message: "insufficient buying power",
      details: { buying_power: "400000", cost_basis: "400800" },
    });
  });

  it.each<Body>([
    { qty: "9000000", type: "limit", limit_price: "999999999" },
    { qty: null, notional: "9000000000" },
    { side: "sell", qty: "9000000", type: "limit", limit_price: "999999999" },
  ])("refuses amounts beyond all bounds instead of failing: %j", (body) => {
    expect(refusal(open(), body)?.message).toBe("insufficient buying power");
  });

  it("counts the buying power that open orders reserve", () => {
    const venue = open();
    venue.order({ ...LIMIT, qty: "40000" });
    expect(refusal(venue, { qty: "4000" })?.details).toMatchObject({ buying_power: "40000" });
  });

  it("refuses to sell more than is held and not promised", () => {
    const venue = open();
    venue.order();
    const held = venue.order({ side: "sell", type: "limit", limit_price: "11.00", qty: "70" });
    expect(
      refusal(venue, { side: "sell", qty: "70", type: "limit", limit_price: "11.00" }),
    ).toEqual({
      ...ACCOUNT,
      message: "insufficient qty available for order (requested: 70, available: 30)",
      details: {
        symbol: "IBM",
        available: "30",
        existing_qty: "100",
        held_for_orders: "70",
        related_orders: [held.id],
      },
    });
  });

  it("refuses to turn a long position into a short one, or a short one into a long one, at once", () => {
    const long = open();
    long.order();
    expect(refusal(long, { side: "sell", qty: "150" })?.message).toContain("available: 100");
    const short = open();
    short.order({ side: "sell" });
    expect(refusal(short, { side: "buy", qty: "150" })?.message).toContain("available: 100");
  });

  it("refuses a short sale while an order to buy is open", () => {
    const venue = open();
    venue.order(LIMIT);
    expect(refusal(venue, { side: "sell", type: "limit", limit_price: "11.00" })?.message).toBe(
      "cannot open a short sell while a long buy order is open",
    );
  });

  it("refuses to buy long while a short sale is open, which would turn the position over", () => {
    const venue = open();
    venue.order({ side: "sell", type: "limit", limit_price: "11.00" });
    expect(refusal(venue, LIMIT)?.message).toBe(
      "cannot open a long buy while a short sell order is open",
    );
  });

  it("refuses to open in dollars while the position is being closed", () => {
    const venue = open();
    venue.order();
    venue.order({ side: "sell", type: "limit", limit_price: "11.00" });
    expect(refusal(venue, { qty: null, notional: "50" })).toMatchObject({
      ...ACCOUNT,
      message: "unable to open new notional orders while having open closing position orders",
    });
  });

  it("lets nobody sell short who has less than $2,000 or forbade it", () => {
    const poor = new VenueBench({ cash: money("1999") }).quote("10.00x300 10.02x500");
    const message = "account is not allowed to short";
    expect(refusal(poor, { side: "sell", qty: "1" })).toMatchObject({ ...ACCOUNT, message });
    const careful = open();
    careful.input({ kind: "configure", at: careful.tick(), choices: { noShorting: true } });
    expect(refusal(careful, { side: "sell", qty: "1" })).toMatchObject({ ...ACCOUNT, message });
  });

  it("takes no order while the holder has suspended trading", () => {
    const venue = open();
    venue.input({ kind: "configure", at: venue.tick(), choices: { suspendTrade: true } });
    const message = "new orders are rejected by user request";
    expect(refusal(venue, {})).toMatchObject({ ...ACCOUNT, message });
  });

  it("lets an account only close once a position is worth more than six times its equity", () => {
    const venue = open().quote("10.00x9000 10.02x40000");
    venue.order({ qty: "39000" });
    const out = { do: "cash", amount: money("-40000") } as const;
    venue.input({ kind: "control", at: venue.tick(), action: out });
    const message = "account is restricted to closing positions";
    expect(refusal(venue, { qty: "1" })).toMatchObject({ ...ACCOUNT, message });
    expect(refusal(venue, { side: "sell", qty: "9000" })).toBeNull();
  });

  it("lends nothing for an asset that is not marginable, and takes none that is not active", () => {
    const venue = open();
    const change = (it: AssetChange): void => {
      const action = { do: "asset", symbol: "IBM", change: it } as const;
      venue.input({ kind: "control", at: venue.tick(), action });
    };
    change({ marginable: false });
    expect(refusal(venue, { qty: "9981" })?.details).toEqual({
      buying_power: "100000",
      cost_basis: "100009.62",
    });
    change({ isActive: false });
    expect(refusal(venue, { qty: "1" })?.message).toBe('asset "IBM" is not active');
  });

  it("reads the smallest quantity also as a JSON number", () => {
    const body = { qty: 0.0000005, side: "buy", type: "limit", limit_price: "0.01" };
    expect(refusal(open(), body)?.message).toBe("notional must be >= 1.00");
  });

  it("refuses fractions where the holder does without them", () => {
    const venue = open();
    venue.input({ kind: "configure", at: venue.tick(), choices: { fractionalTrading: false } });
    expect(refusal(venue, { qty: "0.5" })?.message).toBe(
      "fractional trading is disabled for this account",
    );
  });
});

describe("trading with oneself", () => {
  const SELL_AT_11 = { side: "sell", type: "limit", limit_price: "11.00" };

  it.each<[string, Body, Body, string | null]>([
    ["a market order meets any limit", SELL_AT_11, {}, "opposite side limit order exists"],
    [
      "a limit meets any stop",
      { side: "sell", type: "stop", stop_price: "9.00" },
      LIMIT,
      "opposite side market/stop order exists",
    ],
    [
      "limits that cross",
      SELL_AT_11,
      { type: "limit", limit_price: "11.00" },
      "opposite side limit order exists",
    ],
    ["limits that do not cross", SELL_AT_11, { type: "limit", limit_price: "10.99" }, null],
  ])("%s", (_name, first, second, reason) => {
    const venue = open();
    venue.order();
    const existing = venue.order(first);
    const fault = refusal(venue, { ...second, qty: "10" });
    if (reason === null) {
      expect(fault).toBeNull();
      return;
    }
    expect(fault).toEqual({
      ...ACCOUNT,
      message: "potential wash trade detected. use complex orders",
      details: { reject_reason: reason, existing_order_id: existing.id },
    });
  });
});
