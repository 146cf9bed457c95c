import { describe, expect, test } from "vitest";
import {
  clientOrderId,
  commandId,
  executionId,
  signalId,
  strategyId,
  ticker,
  venueOrderId,
} from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import type { OrderEvent } from "@interlock/core/order/order-event";
import type { OrderPricing } from "@interlock/core/order/order-intent";
import { AUDIT_ROWS } from "../../../test/edge/audit-rows.ts";
import { BREAK_ROWS } from "../../../test/edge/break-rows.ts";
import { CORPORATE_ROWS } from "../../../test/edge/corporate-rows.ts";
import { GOLIVE_ROWS } from "../../../test/edge/golive-rows.ts";
import { GUARD_ROWS } from "../../../test/edge/guard-rows.ts";
import { KILL_ROWS } from "../../../test/edge/kill-rows.ts";
import { MARKET_ROWS } from "../../../test/edge/market-rows.ts";
import { APPROVAL_ROWS } from "../../../test/edge/approval-rows.ts";
import { OVERRIDE_ROWS } from "../../../test/edge/override-rows.ts";
import { foreignOrder, MORNING, Rig } from "../../../test/rig.ts";
import type { EngineRecord } from "../../record.ts";
import { placed } from "../../../test/edge/bought.ts";
import { eventLine, sentenceOf } from "./event-line.ts";

type Kind = EngineRecord["kind"];
type RecordOf<K extends Kind> = Extract<EngineRecord, { readonly kind: K }>;
type Rows = {
  readonly [K in Kind]: readonly [
    record: Omit<RecordOf<K>, "kind">,
    severity: string,
    sentence: string,
  ];
};

const id = clientOrderId("il-1");
const SPY = ticker("SPY");
const { rig, intent: approved } = placed();
const { settings } = rig.told("engine_started")[0] ?? {};
const { baseline } = rig.told("day_opened")[0] ?? {};
const { measures } = rig.told("order_approved")[0] ?? {};
const { mark } = rig.told("equity_marked")[0] ?? {};
const reconciled = rig.told("reconciled")[0];
const limits = rig.state.limits?.values;
if (
  settings === undefined ||
  baseline === undefined ||
  measures === undefined ||
  mark === undefined ||
  reconciled === undefined ||
  limits === undefined
)
  throw new Error("the rig did not start");

const intent = {
  ...approved,
  clientOrderId: id,
  quantity: quantity("49"),
  pricing: { type: "limit", limitPrice: price("100.07") } as OrderPricing,
};
const fill = {
  executionId: executionId("x1"),
  clientOrderId: id,
  venueOrderId: venueOrderId("v1"),
  strategyId: null,
  symbol: SPY,
  side: "sell" as const,
  quantity: quantity("49"),
  price: price("100.02"),
  fee: money("0.01"),
  venueAt: MORNING,
};
const hold = {
  source: "daily_loss",
  state: "reducing",
  reason: "too much",
  at: 1,
  by: null,
} as const;
const actor = { userId: "u1", name: "Ada", role: "owner" };

const NO_FLAGS = { tradable: false, shortable: false, easyToBorrow: false, fractionable: false };

/** One row for each kind of record there is: a kind without one does not compile. */
const ROWS: Rows = {
  engine_started: [
    {
      settings,
      build: "0123456789abcdef",
      instance: "i",
      accountId: "a",
      accountNumber: "PA1",
    },
    "info",
    "The engine started: build 0123456789ab, account PA1.",
  ],
  assets_observed: [
    { assets: [{ symbol: SPY, ...NO_FLAGS, tradable: true }] },
    "info",
    "The venue says what may be done with 1 instruments: not tradable none, not to be borrowed easily SPY.",
  ],
  volumes_observed: [
    {
      asked: [SPY, ticker("IBM")],
      volumes: [{ symbol: SPY, shares: 1, sessions: 20, lastSession: isoDate("2026-06-15") }],
    },
    "info",
    "The average daily volume of 1 instruments is known; unknown: IBM.",
  ],
  borrow_refused: [
    { symbol: SPY, clientOrderId: id, reason: 'asset "SPY" cannot be sold short' },
    "warning",
    'SPY is not sold short again today: the venue said "asset "SPY" cannot be sold short".',
  ],
  recovered: [
    { openOrders: 2, breaks: 0 },
    "info",
    "Recovery is done: 2 open orders at the venue, 0 differences.",
  ],
  account_adopted: [
    { cash: money("-12.5"), positions: [], executionIds: [], activityIds: [] },
    "info",
    "The account's balance was taken over: -$12.50 cash, 0 positions.",
  ],
  day_opened: [{ baseline }, "info", "Market day 2026-06-16 opened at equity $100,000.00."],
  bar_closed: [
    {
      bar: {
        symbol: SPY,
        startAt: 0,
        open: price("1"),
        high: price("2"),
        low: price("1"),
        close: price("1.5"),
        volume: 100,
        tradeCount: 1,
        complete: true,
      },
      source: "trades",
    },
    "info",
    "Bar of SPY closed at 1.50.",
  ],
  positions_marked: [{ marks: { [SPY]: price("100.01") } }, "info", "Marked 1 position."],
  signal_suppressed: [
    { signalId: signalId("s1"), cause: "at_target" },
    "info",
    "Signal s1 asks for no order: Position and working orders already make the target, to the share.",
  ],
  signal_generated: [
    {
      signalId: signalId("s1"),
      strategyId: strategyId("crossover"),
      symbol: SPY,
      target: -1,
      reason: "fast fell below slow",
    },
    "info",
    "crossover wants -1 of its allocation in SPY: fast fell below slow",
  ],
  order_approved: [
    { intent, measures, arrivalMid: null },
    "info",
    "Approved: buy 49 SPY limit at 100.07 (signal).",
  ],
  order_denied: [
    {
      intent,
      measures,
      arrivalMid: null,
      denials: [{ code: "open_orders", open: 11, limit: 10 }],
    },
    "warning",
    "Denied: buy 49 SPY limit at 100.07 (signal). This would be open order 11; the limit is 10.",
  ],
  order_advanced: [
    {
      clientOrderId: id,
      event: { kind: "rejected", at: 1, reason: "no buying power", venueStatus: "rejected" },
      raw: "",
    },
    "warning",
    "Order il-1: rejected: no buying power.",
  ],
  fill_booked: [
    { fill, source: "activity", raw: "" },
    "info",
    "Sold 49 SPY at 100.02 (told by the venue's activity log).",
  ],
  external_order_seen: [
    { order: foreignOrder(), open: true, raw: "" },
    "info",
    "An order that our books do not hold open: buy IBM, new.",
  ],
  limits_changed: [
    { version: 3, limits, by: "Ada", reason: "a calmer day" },
    "info",
    "Limits version 3 in force, by Ada: a calmer day.",
  ],
  trading_held: [{ hold }, "critical", "Trading is held (reducing): too much"],
  hold_released: [
    { source: "order_stream", how: "the books agree again" },
    "info",
    "Trading is no longer held by order stream: the books agree again.",
  ],
  trading_resumed: [
    { control: { state: "active", holds: [] }, by: "Ada", reason: "looked into it" },
    "info",
    "Ada resumed trading: looked into it",
  ],
  ...GUARD_ROWS,
  ...OVERRIDE_ROWS,
  ...GOLIVE_ROWS,
  ...AUDIT_ROWS,
  ...APPROVAL_ROWS,
  ...KILL_ROWS,
  command_answered: [
    {
      commandId: commandId("c1"),
      actor,
      via: "console",
      body: { kind: "cancel_order", clientOrderId: id },
      accepted: false,
      sentence: "It has ended.",
    },
    "info",
    "Ada: cancel order refused. It has ended.",
  ],
  reconciled: [
    { ...reconciled, differences: 1, cashDifference: money("-0.5") },
    "info",
    "Compared with the venue: 1 differences, cash off by -$0.50.",
  ],
  ...BREAK_ROWS,
  ...CORPORATE_ROWS,
  ...MARKET_ROWS,
  charge_booked: [
    { activityId: "a1", chargeKind: "FEE", date: isoDate("2026-06-16"), amount: money("-1.23") },
    "info",
    "The venue booked FEE of -$1.23 for 2026-06-16.",
  ],
  equity_marked: [{ mark }, "info", "Equity $100,000.00."],
  connection_changed: [
    { channel: "order_stream", up: false, reason: "the socket was cut" },
    "warning",
    "order stream is down: the socket was cut.",
  ],
  projection_lag_changed: [
    { lagging: true, lagMs: 6_000 },
    "warning",
    "The database is 6000 ms behind: no new risk until it has caught up.",
  ],
  strategy_enabled: [
    { strategyId: strategyId("crossover"), by: "Ada", reason: "it was the feed" },
    "info",
    "Ada enabled strategy crossover: it was the feed",
  ],
  strategy_disabled: [
    { strategyId: strategyId("crossover"), error: "it threw" },
    "critical",
    "Strategy crossover was disabled: it threw",
  ],
  alert_raised: [{ severity: "warning", sentence: "Look here." }, "warning", "Look here."],
};

function recordOf(kind: Kind): EngineRecord {
  return { kind, ...ROWS[kind][0] } as EngineRecord;
}

describe("an event's line", () => {
  test.each(Object.keys(ROWS) as Kind[])("%s is told with its weight and in a sentence", (kind) => {
    const line = eventLine({ journalSeq: 1, at: 9, record: recordOf(kind) });
    const [, severity, sentence] = ROWS[kind];
    expect(line).toMatchObject({ journalSeq: 1, at: 9, kind, severity, sentence });
  });

  test.each<[Kind, string | null]>([
    ["order_approved", "il-1"],
    ["order_denied", "il-1"],
    ["order_advanced", "il-1"],
    ["fill_booked", "il-1"],
    ["reconciled", null],
  ])("%s leads to the order %s", (kind, order) => {
    expect(eventLine({ journalSeq: 1, at: 9, record: recordOf(kind) }).clientOrderId).toBe(order);
  });
});

describe("the other side of a kind", () => {
  const lineOf = (record: EngineRecord) => {
    const { severity, sentence } = eventLine({ journalSeq: 1, at: 1, record });
    return `${severity}: ${sentence}`;
  };

  test.each<[EngineRecord, string]>([
    [
      { kind: "connection_changed", channel: "market_data", up: true, reason: "" },
      "info: market data is up.",
    ],
    [
      { kind: "projection_lag_changed", lagging: false, lagMs: 1 },
      "info: The database has caught up.",
    ],
    [
      { kind: "trading_held", hold: { ...hold, source: "recovery", state: "halted" } },
      "info: Trading is held (halted): too much",
    ],
    [
      { kind: "trading_held", hold: { ...hold, source: "order_stream" } },
      "warning: Trading is held (reducing): too much",
    ],
    [
      { kind: "fill_booked", fill: { ...fill, side: "buy" }, source: "report", raw: "" },
      "info: Bought 49 SPY at 100.02.",
    ],
    [
      {
        kind: "kill_requested",
        ...KILL_ROWS.kill_requested[0],
        via: "console",
        reason: "odd prices",
      },
      "critical: Kill switch, mode flatten, by Ada through console: odd prices.",
    ],
    [
      { kind: "limits_changed", version: 1, limits, by: "configuration", reason: "" },
      "info: Limits version 1 in force, by configuration.",
    ],
  ])("%o", (record, line) => {
    expect(lineOf(record)).toBe(line);
  });

  test("names the symbol of a difference, and who was obeyed", () => {
    const difference = {
      breakId: "position:SPY",
      symbol: SPY,
      kind: "position" as const,
      ours: "1 share",
      venue: "2 shares",
      openedAt: 1,
    };
    expect(sentenceOf({ kind: "break_opened", break: difference })).toMatch(/^Difference in SPY/);
    const rig = new Rig().ready();
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    const [answered] = rig.told("command_answered");
    if (answered === undefined) throw new Error("no answer");
    expect(sentenceOf(answered)).toMatch(/^Ada: kill accepted\. The gate is closed/);
  });
});

test.each<[OrderPricing, string]>([
  [{ type: "market" }, "market (signal)"],
  [{ type: "stop", stopPrice: price("99") }, "stop from 99.00 (signal)"],
  [
    { type: "stop_limit", stopPrice: price("99"), limitPrice: price("98.5") },
    "stop limit from 99.00 at 98.50 (signal)",
  ],
])("an order is told with every price that it has: %o", (pricing, words) => {
  const record = { kind: "order_approved", intent: { ...intent, pricing }, measures } as const;
  expect(sentenceOf({ ...record, arrivalMid: null })).toBe(`Approved: buy 49 SPY ${words}.`);
});

test.each<[OrderEvent, string]>([
  [
    { kind: "accepted", at: 1, venueOrderId: venueOrderId("v1"), venueStatus: "new" },
    "Order il-1: accepted.",
  ],
  [
    { kind: "submit_outcome_unknown", at: 1, reason: "timeout" },
    "Order il-1: submit outcome unknown: timeout.",
  ],
  [{ kind: "canceled", at: 1, reason: null, venueStatus: null }, "Order il-1: canceled."],
  [
    { kind: "venue_status", at: 1, venueStatus: "done_for_day" },
    "Order il-1: the venue says done_for_day.",
  ],
])("a step of an order is told in words: %o", (event, sentence) => {
  expect(sentenceOf({ kind: "order_advanced", clientOrderId: id, event, raw: "" })).toBe(sentence);
});

test("an engine that took the place of another says so, the first one of a journal does not", () => {
  const [started] = new Rig().ready().told("engine_started");
  if (started === undefined) throw new Error("no start");
  expect(eventLine({ journalSeq: 1, at: 0, record: started })).toMatchObject({ severity: "info" });
  expect(eventLine({ journalSeq: 900, at: 0, record: started })).toMatchObject({
    severity: "warning",
    sentence: expect.stringContaining("started again, in place of one that ended"),
  });
});
