import { signalId, strategyId } from "../src/ids.ts";
import { money } from "../src/number/money.ts";
import { price } from "../src/number/price.ts";
import { shares } from "../src/number/quantity.ts";
import type { Denial } from "../src/risk/denial.ts";
import { MORNING, SPY, STOPPED_OUT } from "./builders.ts";
import { ASSET_SENTENCES } from "./asset-sentences.ts";
import { CONDUCT_SENTENCES } from "./conduct-sentences.ts";
import { EXPOSURE_SENTENCES } from "./exposure-sentences.ts";
import { FLOW_SENTENCES } from "./flow-sentences.ts";
import { STANDING_SENTENCES } from "./standing-sentences.ts";
import { VOLUME_SENTENCES } from "./volume-sentences.ts";
import { LIST_SENTENCES } from "./list-sentences.ts";

const TREND = strategyId("trend");

const PARENT: Denial = {
  code: "parent_quantity",
  strategyId: TREND,
  symbol: SPY,
  side: "buy",
  signalId: signalId("s-12"),
  parentId: signalId("s-12"),
  asked: money("10000"),
  limit: shares(99),
  total: shares(150),
  filled: shares(100),
  open: shares(20),
  order: shares(30),
};

/** Every denial with what is said of it. */
export const SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "trading_state", state: "halted", reducing: true },
    "Trading is halted: only closing orders of people and stop-losses pass, and during a kill only its own.",
  ],
  [
    { code: "trading_state", state: "reducing", reducing: false },
    "Trading is reducing: only orders toward flat pass, and this one is not.",
  ],
  [
    { code: "golive_approval", why: "no go-live approval was ever given" },
    "Live trading takes no new risk without a go-live approval in force: no go-live approval was ever given.",
  ],
  [
    { code: "canary_order_notional", notional: money("1500"), limit: money("1000"), day: 1 },
    "The order is worth $1,500.00; on canary day 1 the limit is $1,000.00.",
  ],
  [
    { code: "canary_gross_exposure", exposure: money("5000.5"), limit: money("4000"), day: 3 },
    "Gross exposure could reach $5,000.50; on canary day 3 the limit is $4,000.00.",
  ],
  [
    { code: "after_resume", what: "Strategy trend", leftMs: 12_001 },
    "Strategy trend was resumed a moment ago: for another 13 s only orders toward flat pass.",
  ],
  [
    { code: "stop_loss", phase: "closing", stop: STOPPED_OUT },
    "The stop-loss of SPY fired: 301.0 bps at 97.01 from 100.02, limit 200 bps. It is closing the position; nothing else is sent meanwhile.",
  ],
  [
    { code: "stop_loss", phase: "stopped_out", stop: STOPPED_OUT },
    "The stop-loss of SPY fired: 301.0 bps at 97.01 from 100.02, limit 200 bps. The strategy may buy again once its own target has been at zero or on the other side, or on the next market day.",
  ],
  [
    { code: "valuation", positions: 1, orders: 0 },
    "The book has 1 position without a price since the start: loss and exposure cannot be measured. New risk waits for a quote.",
  ],
  [
    { code: "valuation", positions: 2, orders: 1 },
    "The book has 2 positions without a price since the start, and open orders without any price in 1 symbol: loss and exposure cannot be measured. New risk waits for a quote.",
  ],
  [
    { code: "symbol_permission", symbol: SPY, side: "buy", permission: "none" },
    "SPY is not among the symbols that may be traded.",
  ],
  [
    { code: "symbol_permission", symbol: SPY, side: "buy", permission: "close_only" },
    "SPY may only be closed, and this order opens.",
  ],
  [
    { code: "symbol_permission", symbol: SPY, side: "sell", permission: "long_only" },
    "SPY may not be sold short, and this sell would.",
  ],
  [
    { code: "symbol_permission", symbol: SPY, side: "sell", permission: "both" },
    "SPY may be traded on both sides.",
  ],
  [
    { code: "reconciliation_break", symbol: SPY, breaks: 1 },
    "SPY has 1 unexplained difference to the venue: no new risk in it.",
  ],
  [
    { code: "reconciliation_break", symbol: SPY, breaks: 2 },
    "SPY has 2 unexplained differences to the venue: no new risk in it.",
  ],
  [
    {
      code: "corporate_action",
      symbol: SPY,
      action: "SPY 2-for-1 split on 2026-11-24",
      closable: shares(49),
    },
    "SPY 2-for-1 split on 2026-11-24: until the venue shows what it made of the position, a person may close up to 49 shares, and no other order in SPY passes.",
  ],
  [
    { code: "projection_lag", lagMs: 6_000, limitMs: 5_000 },
    "The database is 6000 ms behind the journal; the limit is 5000 ms.",
  ],
  [
    { code: "session", session: "closed", type: "limit", allowed: ["regular"] },
    "The market is closed.",
  ],
  [
    { code: "session", session: "pre", type: "limit", allowed: ["regular", "post"] },
    "The session is pre; risk is allowed in regular, post.",
  ],
  [
    { code: "session", session: "pre", type: "market", allowed: ["pre"] },
    "The session is pre, where only limit orders marked for extended hours trade; this market order is not one.",
  ],
  [
    { code: "trading_halt", halt: { symbol: SPY, since: MORNING, words: "Trading Halt, T1" } },
    "Trading in SPY is halted (Trading Halt, T1). No order is sent, a closing one neither; it goes on when the market resumes.",
  ],
  [
    { code: "trading_halt", halt: { symbol: null, since: MORNING, words: "Trading Halt, MWC1" } },
    "The whole market is halted (Trading Halt, MWC1). No order is sent, a closing one neither; it goes on when the market resumes.",
  ],
  [
    { code: "market_condition", symbol: SPY, condition: "awaits_quote" },
    "SPY was halted and trades again: new risk waits for the first regular quote since.",
  ],
  [
    {
      code: "price_band",
      symbol: SPY,
      side: "buy",
      price: price("110"),
      lower: price("95"),
      upper: price("105"),
    },
    "Price 110.00 is outside the limit bands of SPY, 95.00 to 105.00: no bid may lie above them.",
  ],
  [
    { code: "duplicate_intent", ageMs: 120, windowMs: 1_000 },
    "The same order was approved 120 ms ago; repeats are refused for 1000 ms.",
  ],
  [
    { code: "order_rate", orders: 31, limit: 30 },
    "This would be order 31 within a minute; the limit is 30.",
  ],
  [{ code: "open_orders", open: 21, limit: 20 }, "This would be open order 21; the limit is 20."],
  [
    { code: "self_trade", side: "buy", opposite: shares(5) },
    "The buy could trade with our own open sell orders for 5 shares.",
  ],
  [
    { code: "self_trade", side: "sell", opposite: shares(1) },
    "The sell could trade with our own open buy orders for 1 share.",
  ],
  [
    { code: "price_tick", price: price("100.005"), tick: price("0.01") },
    "Price 100.005 is not on a tick of 0.01.",
  ],
  [
    { code: "reference_quote", condition: "missing" },
    "There is no quote to measure the order against, nor a fresh trade for a limit order.",
  ],
  [
    { code: "reference_quote", condition: "one_sided" },
    "The quote has only one side: only a limit order passes, near a fresh last trade.",
  ],
  [
    { code: "reference_quote", condition: "crossed" },
    "The quote is crossed, which is no reference for an order.",
  ],
  [
    { code: "quote_age", ageMs: 2_500, limitMs: 2_000 },
    "The last quote is 2500 ms old; the limit is 2000 ms.",
  ],
  [
    {
      code: "price_collar",
      price: price("101"),
      reference: price("100"),
      deviationBps: 100,
      limitBps: 50,
    },
    "Price 101.00 is 100.0 bps from the midpoint 100.00; the limit is 50 bps.",
  ],
  [
    { code: "order_quantity", quantity: shares(500), limit: shares(100) },
    "The order is for 500 shares; the limit is 100 shares.",
  ],
  [
    { code: "order_notional", notional: money("20000"), limit: money("11000") },
    "The order is worth $20,000.00; the limit is $11,000.00.",
  ],
  [
    { code: "crosses_zero", side: "sell", quantity: shares(101), closable: shares(100) },
    "The sell of 101 shares would go through zero: only 100 shares can be closed besides what open orders close already.",
  ],
  [
    { code: "position_quantity", quantity: shares(301), limit: shares(300) },
    "The position could reach 301 shares; the limit is 300 shares.",
  ],
  [
    { code: "position_notional", notional: money("34000"), limit: money("33000") },
    "The position could reach $34,000.00; the limit is $33,000.00.",
  ],
  [
    {
      code: "order_notional",
      notional: money("6000"),
      limit: money("5000"),
      level: { kind: "symbol", symbol: SPY },
    },
    "The order is worth $6,000.00; the limit of SPY is $5,000.00.",
  ],
  [
    {
      code: "open_orders",
      open: 3,
      limit: 2,
      level: { kind: "session", session: "pre" },
    },
    "This would be open order 3; the limit of the pre session is 2.",
  ],
  [
    {
      code: "order_quantity",
      quantity: shares(2),
      limit: shares(1),
      level: { kind: "strategy", id: TREND },
    },
    "The order is for 2 shares; the limit of strategy trend is 1 share.",
  ],
  [
    {
      code: "strategy_position_quantity",
      strategyId: TREND,
      symbol: SPY,
      quantity: shares(31),
      limit: shares(30),
    },
    "Strategy trend could hold 31 shares of SPY; its limit is 30 shares.",
  ],
  [
    {
      code: "strategy_position_notional",
      strategyId: TREND,
      symbol: SPY,
      notional: money("3100"),
      limit: money("3000"),
    },
    "Strategy trend could hold $3,100.00 of SPY; its limit is $3,000.00.",
  ],
  [
    {
      code: "strategy_gross_exposure",
      strategyId: TREND,
      exposure: money("9100"),
      limit: money("9000"),
    },
    "Gross exposure of strategy trend could reach $9,100.00; its limit is $9,000.00.",
  ],
  [
    { code: "strategy_open_orders", strategyId: TREND, open: 4, limit: 3 },
    "This would be open order 4 of strategy trend; its limit is 3.",
  ],
  [
    { code: "strategy_order_rate", strategyId: TREND, orders: 6, limit: 5 },
    "This would be order 6 of strategy trend within a minute; its limit is 5.",
  ],
  [
    { code: "strategy_daily_loss", strategyId: TREND, loss: money("120"), limit: money("100") },
    "Strategy trend has lost $120.00 today; its limit is $100.00.",
  ],
  [
    PARENT,
    "The orders of strategy trend for signal s-12 in SPY would come to 150 shares to buy: 100 shares filled, 20 shares working or of unknown fate, 30 shares in this order; the signal asks for 99 shares, to hold $10,000.00.",
  ],
  [
    { ...PARENT, parentId: signalId("s-13"), limit: shares(0) },
    "The orders of strategy trend for signal s-12 in SPY would come to 150 shares to buy: 100 shares filled, 20 shares working or of unknown fate, 30 shares in this order; the strategy asks for none by that signal.",
  ],
  [
    { ...PARENT, strategyId: null, signalId: null, parentId: null, limit: shares(0) },
    "The orders of strategy none for signal none in SPY would come to 150 shares to buy: 100 shares filled, 20 shares working or of unknown fate, 30 shares in this order; the strategy asks for none by that signal.",
  ],
  [
    { code: "gross_exposure", exposure: money("50000.01"), limit: money("50000") },
    "Gross exposure could reach $50,000.01; the limit is $50,000.00.",
  ],
  [
    { code: "daily_loss", loss: money("1000"), limit: money("1000") },
    "The day's loss is $1,000.00; the limit is $1,000.00.",
  ],
  [
    { code: "risk_check_failed", message: "open_orders: measured 1 against NaN" },
    "The order could not be checked: open_orders: measured 1 against NaN.",
  ],
  [
    { code: "override_misfit", message: "override ov-1 has expired" },
    "The override does not let this order pass: override ov-1 has expired.",
  ],
  ...STANDING_SENTENCES,
  ...CONDUCT_SENTENCES,
  ...FLOW_SENTENCES,
  ...EXPOSURE_SENTENCES,
  ...LIST_SENTENCES,
  ...ASSET_SENTENCES,
  ...VOLUME_SENTENCES,
];
