import { describe, expect, it } from "vitest";
import { aContext, anIntent, LIMITS, MORNING } from "../../../test/builders.ts";
import { money } from "../../number/money.ts";
import { shares } from "../../number/quantity.ts";
import { checkOrder } from "../check-order.ts";
import { CHECKS } from "../check-table.ts";
import { LIMIT_FIELDS, type LimitField } from "../limit-fields.ts";
import { formatLimit, formatLimits, parseLimits } from "../limit-text.ts";
import {
  codesOfLimit,
  JUDGED_KEYS,
  judgeRecorded,
  LIMIT_OF_CHECK,
  type RecordedDecision,
} from "./limit-back-test.ts";
import type { RiskContext } from "../risk-context.ts";

function recorded(quantity: number, change: Partial<RiskContext> = {}): RecordedDecision {
  const side = change.position === undefined ? "buy" : "sell";
  const { kind, measures } = checkOrder(
    anIntent({ quantity: shares(quantity), side }),
    aContext(change),
  );
  return { at: MORNING, approved: kind === "approved", measures };
}
const codes = (decision: RecordedDecision, limits: Partial<typeof LIMITS>) =>
  judgeRecorded(decision, { ...LIMITS, ...limits }).fails.map(({ code }) => code);

/** The limit of a field, one off: what compares with it measures against another number. */
function oneOff(field: LimitField) {
  const text = formatLimit(field, LIMITS);
  const read = parseLimits({ ...formatLimits(LIMITS), [field.key]: String(Number(text) - 1) });
  return read.ok ? read.limits : LIMITS;
}

it.each(LIMIT_FIELDS.filter(({ unit }) => !["sessions", "symbols", "switch"].includes(unit)))(
  "$key is judged by every check that compares with it",
  (field) => {
    const before = recorded(10).measures;
    const after = recorded(10, { limits: oneOff(field) }).measures;
    const moved = before.checks.filter((_, index) => before.limits[index] !== after.limits[index]);
    const mapped = CHECKS.filter(({ code }) => LIMIT_OF_CHECK[code] === field.key);
    expect(mapped.map(({ code }) => code)).toEqual(moved);
  },
);

describe("judgeRecorded", () => {
  it("agrees with what was decided where the limits are the same", () => {
    expect(judgeRecorded(recorded(100), LIMITS)).toEqual({ fails: [], allowed: false });
    expect(judgeRecorded(recorded(101), LIMITS)).toMatchObject({ allowed: false });
    expect(codes(recorded(101), {})).toEqual(["order_quantity"]);
  });

  it("refuses an approved order by every tighter limit that its numbers are beyond", () => {
    const tighter = { maxOrderQuantity: shares(49), maxGrossExposure: money("4999") };
    expect(codes(recorded(50), tighter)).toEqual(["order_quantity", "gross_exposure"]);
    expect(judgeRecorded(recorded(50), { ...LIMITS, ...tighter }).fails[0]).toMatchObject({
      value: 50e9,
      limit: 49e9,
    });
    expect(codes(recorded(50), { maxOrderQuantity: shares(50) })).toEqual([]);
  });

  it("allows a denied order when nothing else was against it", () => {
    const looser = { ...LIMITS, maxOrderQuantity: shares(200) };
    expect(judgeRecorded(recorded(101), looser).allowed).toBe(true);
    const halted = recorded(101, { tradingState: "halted" });
    expect(judgeRecorded(halted, looser).allowed).toBe(false);
  });

  it("never refuses an order toward flat by a limit on new risk", () => {
    const closing = recorded(10, { position: shares(10) });
    expect(codes(closing, { maxOrderQuantity: shares(1), sessions: ["pre"] })).toEqual([]);
  });

  it("refuses what opened in a session that is taken away", () => {
    const judged = judgeRecorded(recorded(10), { ...LIMITS, sessions: ["pre"] });
    expect(judged.fails).toMatchObject([{ code: "session", value: 1, limit: 0 }]);
  });

  it("judges a strategy's own book by the limits that it would have, where it was measured", () => {
    const { measures } = recorded(10);
    const index = measures.checks.indexOf("strategy_open_orders");
    const values = measures.values.map((value, at) => (at === index ? 3 : value));
    const none = { skipped: 0, skippedMore: 0 };
    const decision = { at: MORNING, approved: true, measures: { ...measures, values, ...none } };
    expect(judgeRecorded(decision, LIMITS, { maxOpenOrders: 2 }).fails).toMatchObject([
      { code: "strategy_open_orders", value: 3, limit: 2 },
    ]);
    expect(judgeRecorded(decision, LIMITS, { maxOpenOrders: 3 }).fails).toEqual([]);
    const tight = { ...LIMITS, maxOpenOrders: 2 };
    expect(judgeRecorded(decision, tight).fails, "no limit of its own, not the account's").toEqual(
      [],
    );
    expect(judgeRecorded(recorded(10), LIMITS, { maxOpenOrders: 1 }).fails).toEqual([]);
  });

  it("measures ages and counts as it does money and shares", () => {
    const quoted = recorded(10);
    const at = quoted.measures.checks.indexOf("quote_age");
    const values = quoted.measures.values.map((value, index) => (index === at ? 700 : value));
    const aged = { ...quoted, measures: { ...quoted.measures, values } };
    expect(codes(aged, { maxQuoteAgeMs: 700 })).toEqual([]);
    expect(judgeRecorded(aged, { ...LIMITS, maxQuoteAgeMs: 699 }).fails).toMatchObject([
      { code: "quote_age", value: 700, limit: 699 },
    ]);
  });

  it("leaves what a session refused refused, and what closed in it closed", () => {
    const { measures } = recorded(10);
    const index = measures.checks.indexOf("session");
    const refused = { ...measures, failed: 2 ** index, failedMore: 0 };
    const decision = { at: MORNING, approved: false, measures: refused };
    const judged = judgeRecorded(decision, { ...LIMITS, sessions: ["pre"] });
    expect(judged).toEqual({ fails: [], allowed: false });
  });

  it("takes an order for one that adds risk where its build did not measure its size", () => {
    const { measures } = recorded(10);
    const checks = measures.checks.map((code) => (code === "order_quantity" ? "gone" : code));
    const decision = { at: MORNING, approved: true, measures: { ...measures, checks } };
    expect(codes(decision, { sessions: ["pre"] })).toEqual(["session"]);
  });

  it("takes a check of another build for what it said then", () => {
    const { measures } = recorded(10);
    const old = { ...measures, checks: ["gone_check", ...measures.checks.slice(1)], failed: 1 };
    const judged = judgeRecorded({ at: MORNING, approved: false, measures: old }, LIMITS);
    expect(judged).toEqual({ fails: [], allowed: false });
  });
});

describe("the denials of a limit", () => {
  it.each([
    ["maxOrderQuantity", "account", ["order_quantity", "sliced_quantity"]],
    ["maxOrderNotional", "strategy", ["order_notional", "sliced_notional"]],
    ["maxOpenOrders", "account", ["open_orders"]],
    ["maxOpenOrders", "strategy", ["strategy_open_orders"]],
    ["maxOrdersPerMinute", "strategy", ["strategy_order_rate"]],
    ["maxPositionQuantity", "strategy", ["strategy_position_quantity"]],
    ["maxPositionNotional", "strategy", ["strategy_position_notional"]],
    ["maxGrossExposure", "strategy", ["strategy_gross_exposure"]],
    ["maxDailyLoss", "strategy", ["strategy_daily_loss"]],
    ["maxPositionNotional", "symbol", ["position_notional"]],
    ["sessions", "account", ["session"]],
    ["restricted", "strategy", ["restricted_symbol"]],
    ["allowed", "account", ["allowed_symbol"]],
    ["stopLossBps", "account", []],
  ] as const)("%s of the level %s are %j", (key, level, expected) => {
    expect(codesOfLimit(key, level)).toEqual(expected);
  });

  it("are the account's where no level is named", () => {
    expect(codesOfLimit("maxOpenOrders")).toEqual(["open_orders"]);
  });

  it("can be judged again for whatever compares with a number, and for sessions", () => {
    expect(JUDGED_KEYS.has("sessions")).toBe(true);
    expect(JUDGED_KEYS.has("maxOpenOrders")).toBe(true);
    expect(JUDGED_KEYS.has("restricted")).toBe(false);
    expect(JUDGED_KEYS.has("stopLossBps")).toBe(false);
  });
});
