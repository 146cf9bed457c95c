import { WHOLE_ACCOUNT } from "../../../kill/kill-scope.ts";
import { describe, expect, it } from "vitest";
import { anIntent, LIMITS, MORNING, SPY, STOPPED_OUT } from "../../../../test/builders.ts";
import {
  type DenialCase,
  limit,
  outcomeOf,
  LONG,
  MARKET,
  SELL,
} from "../../../../test/denial-cases.ts";
import { price } from "../../../number/price.ts";
import { quantity, shares, ZERO_QUANTITY } from "../../../number/quantity.ts";
import type { OrderIntent, OrderPricing } from "../../../order/order-intent.ts";
import type { Denial } from "../../denial.ts";
import type { RiskContext } from "../../risk-context.ts";

describe("a stop-loss that fired", () => {
  const closing = { phase: "closing" as const, stop: STOPPED_OUT };
  const stoppedOut = { phase: "stopped_out" as const, stop: STOPPED_OUT };

  it.each<DenialCase>([
    [
      "denies a strategy the side that was stopped",
      {},
      { stop: stoppedOut },
      { code: "stop_loss", ...stoppedOut },
    ],
    [
      "passes the other side",
      { side: "sell", pricing: limit("99.95") },
      { stop: stoppedOut },
      null,
    ],
    ["passes what leads toward flat", SELL, { ...LONG, stop: stoppedOut }, null],
    [
      "denies a strategy's exit while it closes the position itself",
      SELL,
      { ...LONG, stop: closing },
      { code: "stop_loss", ...closing },
    ],
    [
      "denies a strategy's exit of another's shares on the side that was stopped",
      SELL,
      {
        ...LONG,
        ownPosition: ZERO_QUANTITY,
        stop: { ...stoppedOut, stop: { ...STOPPED_OUT, side: "sell" } },
      },
      { code: "stop_loss", phase: "stopped_out", stop: { ...STOPPED_OUT, side: "sell" } },
    ],
    ["passes its own order", { ...SELL, purpose: "stop_loss" }, { ...LONG, stop: closing }, null],
    ["passes a person's", { ...SELL, purpose: "operator" }, { ...LONG, stop: closing }, null],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("trading state", () => {
  it.each<DenialCase>([
    [
      "reducing denies new risk",
      {},
      { tradingState: "reducing" },
      { code: "trading_state", state: "reducing", reducing: false },
    ],
    [
      "halted denies new risk",
      {},
      { tradingState: "halted" },
      { code: "trading_state", state: "halted", reducing: false },
    ],
    ["reducing passes an order toward flat", SELL, { ...LONG, tradingState: "reducing" }, null],
    [
      "halted denies an order toward flat",
      SELL,
      { ...LONG, tradingState: "halted" },
      { code: "trading_state", state: "halted", reducing: true },
    ],
    [
      "halted denies a stop-loss",
      { ...SELL, purpose: "stop_loss" },
      { ...LONG, tradingState: "halted" },
      { code: "trading_state", state: "halted", reducing: true },
    ],
    [
      "a person's halt passes a stop-loss",
      { ...SELL, purpose: "stop_loss" },
      { ...LONG, tradingState: "halted", haltClosings: "all" },
      null,
    ],
    [
      "a person's halt passes a person's closing",
      { ...SELL, purpose: "operator" },
      { ...LONG, tradingState: "halted", haltClosings: "people" },
      null,
    ],
    [
      "a halt that is no person's denies a person's closing",
      { ...SELL, purpose: "operator" },
      { ...LONG, tradingState: "halted", haltClosings: "none" },
      { code: "trading_state", state: "halted", reducing: true },
    ],
    [
      "a kill of no part names none",
      {},
      { tradingState: "reducing", stoppedScope: null },
      { code: "trading_state", state: "reducing", reducing: false },
    ],
    [
      "a kill of a part names that part",
      {},
      { tradingState: "reducing", stoppedScope: "NVDA" },
      { code: "trading_state", state: "reducing", reducing: false, scope: "NVDA" },
    ],
    [
      "a kill that removed the stops denies a stop-loss",
      { ...SELL, purpose: "stop_loss" },
      { ...LONG, tradingState: "halted", haltClosings: "people" },
      { code: "trading_state", state: "halted", reducing: true },
    ],
    [
      "a person's halt denies a strategy's exit",
      SELL,
      { ...LONG, tradingState: "halted", haltClosings: "all" },
      { code: "trading_state", state: "halted", reducing: true },
    ],
    [
      "halted passes a kill's flattening order",
      { ...SELL, purpose: "flatten" },
      { ...LONG, tradingState: "halted" },
      null,
    ],
    [
      "halted denies a flattening order that opens",
      { purpose: "flatten" },
      { tradingState: "halted" },
      { code: "trading_state", state: "halted", reducing: false },
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("after a resume", () => {
  const until = MORNING + 12_000;
  const reduceOnly = { scope: WHOLE_ACCOUNT, until };
  it.each<DenialCase>([
    [
      "new risk is denied with the time that is left",
      {},
      { reduceOnly },
      { code: "after_resume", what: "Trading", leftMs: 12_000 },
    ],
    [
      "that of a symbol too",
      {},
      { reduceOnly: { scope: { kind: "symbol", symbol: SPY }, until } },
      { code: "after_resume", what: SPY, leftMs: 12_000 },
    ],
    ["an order toward flat passes", SELL, { ...LONG, reduceOnly }, null],
    [
      "new risk passes from the end on",
      {},
      { reduceOnly: { ...reduceOnly, until: MORNING } },
      null,
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("symbol", () => {
  const denied = (permission: RiskContext["permission"], side: "buy" | "sell" = "buy"): Denial => ({
    code: "symbol_permission",
    symbol: SPY,
    side,
    permission,
  });
  it.each<DenialCase>([
    ["none denies opening", {}, { permission: "none" }, denied("none")],
    ["close_only denies opening", {}, { permission: "close_only" }, denied("close_only")],
    ["none passes closing", SELL, { ...LONG, permission: "none" }, null],
    ["long_only passes buying", {}, { permission: "long_only" }, null],
    [
      "long_only denies a short sale",
      SELL,
      { permission: "long_only" },
      denied("long_only", "sell"),
    ],
    [
      "long_only leaves a sale of too much to the check that counts what may be closed",
      { ...SELL, quantity: shares(100) },
      { position: shares(99), ownPosition: shares(150), permission: "long_only" },
      { code: "crosses_zero", side: "sell", quantity: shares(100), closable: shares(99) },
    ],
    ["long_only passes selling a long", SELL, { ...LONG, permission: "long_only" }, null],
    ["both passes a short sale", SELL, {}, null],
    [
      "long_only denies a strategy the sale of what others hold",
      SELL,
      { ...LONG, ownPosition: ZERO_QUANTITY, permission: "long_only" },
      denied("long_only", "sell"),
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("reconciliation and projection", () => {
  it.each<DenialCase>([
    [
      "a break denies new risk in its symbol",
      {},
      { reconciliationBreaks: 2 },
      { code: "reconciliation_break", symbol: SPY, breaks: 2 },
    ],
    ["a break passes closing", SELL, { ...LONG, reconciliationBreaks: 2 }, null],
    ["a lag at the limit passes", {}, { projectionLagMs: 5_000 }, null],
    [
      "a lag beyond the limit denies new risk",
      {},
      { projectionLagMs: 5_001 },
      { code: "projection_lag", lagMs: 5_001, limitMs: 5_000 },
    ],
    ["a lag passes closing", SELL, { ...LONG, projectionLagMs: 60_000 }, null],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("session", () => {
  const extended: Partial<OrderIntent> = { extendedHours: true };
  const wide = { ...LIMITS, sessions: ["pre", "regular"] as const };
  const denied = (
    session: RiskContext["session"],
    type: OrderPricing["type"],
    allowed: readonly RiskContext["session"][],
  ): Denial => ({
    code: "session",
    session,
    type,
    allowed,
  });
  const illegal = (
    change: Partial<OrderIntent>,
    session: RiskContext["session"] = "pre",
  ): Denial => {
    const { pricing, timeInForce, extendedHours } = anIntent(change);
    return { code: "session_order_type", session, type: pricing.type, timeInForce, extendedHours };
  };
  it.each<DenialCase>([
    ["a closed market denies", {}, { session: "closed" }, denied("closed", "limit", ["regular"])],
    [
      "a closed market denies closing",
      SELL,
      { ...LONG, session: "closed" },
      denied("closed", "limit", ["regular"]),
    ],
    [
      "a session outside the limits denies new risk",
      extended,
      { session: "pre" },
      denied("pre", "limit", ["regular"]),
    ],
    [
      "a session outside the limits passes closing",
      { ...SELL, ...extended },
      { ...LONG, session: "post" },
      null,
    ],
    [
      "a session within the limits passes a limit order for extended hours",
      extended,
      { session: "pre", limits: wide },
      null,
    ],
    [
      "gtc passes as day does",
      { ...extended, timeInForce: "gtc" },
      { session: "pre", limits: wide },
      null,
    ],
    [
      "extended hours deny an order not marked for them",
      {},
      { session: "pre", limits: wide },
      illegal({}),
    ],
    [
      "extended hours deny ioc",
      { ...extended, timeInForce: "ioc" },
      { session: "pre", limits: wide },
      illegal({ ...extended, timeInForce: "ioc" }),
    ],
    [
      "M15 extended hours deny a market order",
      { pricing: MARKET, ...extended },
      { session: "pre", limits: wide },
      illegal({ pricing: MARKET, ...extended }),
    ],
    [
      "M15 extended hours deny closing by a market order",
      { ...SELL, pricing: MARKET },
      { ...LONG, session: "post" },
      illegal({ pricing: MARKET }, "post"),
    ],
    [
      "an immediate stop order is denied in any session",
      { pricing: { type: "stop", stopPrice: price("100.10") }, timeInForce: "fok" },
      {},
      illegal(
        { pricing: { type: "stop", stopPrice: price("100.10") }, timeInForce: "fok" },
        "regular",
      ),
    ],
    ["the regular session passes a market order", { pricing: MARKET }, {}, null],
    ["an immediate limit order passes", { timeInForce: "ioc" }, {}, null],
    ["an immediate market order passes", { timeInForce: "fok", pricing: MARKET }, {}, null],
    [
      "a closed market denies as such, whatever the order's type is",
      { pricing: MARKET },
      { session: "closed" },
      denied("closed", "market", ["regular"]),
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("a corporate action that the venue has not shown yet", () => {
  const corporateAction = {
    action: "SPY 1-for-20 split on 2013-10-08",
    closable: quantity("5"),
  };
  const denial: Denial = { code: "corporate_action", symbol: SPY, ...corporateAction };
  const person = { ...SELL, purpose: "operator" as const };

  it.each<DenialCase>([
    ["denies new risk", {}, { corporateAction }, denial],
    ["denies a strategy's exit", SELL, { ...LONG, corporateAction }, denial],
    [
      "denies a stop-loss, whose price is of before",
      { ...SELL, quantity: quantity("5"), purpose: "stop_loss" },
      { ...LONG, corporateAction },
      denial,
    ],
    [
      "passes a person's closing of what surely exists",
      { ...person, quantity: quantity("5") },
      { ...LONG, corporateAction },
      null,
    ],
    [
      "passes a kill's too",
      { ...SELL, quantity: quantity("5"), purpose: "flatten" },
      { ...LONG, corporateAction },
      null,
    ],
    [
      "denies a person's opening, however small",
      { quantity: quantity("5"), purpose: "operator" },
      { corporateAction },
      denial,
    ],
    ["denies closing more than that", person, { ...LONG, corporateAction }, denial],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});
