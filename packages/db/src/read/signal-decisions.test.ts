import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { closesAt } from "./closes-at.ts";
import {
  type SignalDecisionsFilter,
  signalDecisionOf,
  signalDecisionsPage,
  signalFunnel,
} from "./signal-decisions.ts";

const MINUTE = 60_000;
const { NOON } = make;

/** Journal entry n: a signal, and what was decided about it in the same entry. */
const at = (n: number) => ({ journalSeq: n, at: NOON + n * MINUTE });
const signal = (n: number, symbol = "SPY") =>
  make.signal({ ...at(n), signalId: `s-${n}`, symbol, reason: `wish number ${n}` });
const decided = (n: number, given: Parameters<typeof make.riskDecision>[0] = {}) =>
  make.riskDecision({
    ...at(n),
    recordIndex: 1,
    clientOrderId: `il-${n}`,
    signalId: `s-${n}`,
    ...given,
  });
const order = (n: number, given: Parameters<typeof make.order>[0] = {}) =>
  make.order({ clientOrderId: `il-${n}`, signalId: `s-${n}`, journalSeq: n, ...given });
const tooLarge = {
  check: "order_notional",
  label: "Order notional",
  passed: false,
  applied: true,
  value: "$16,550.00",
  limit: "at most $10,000.00",
  sentence: "The order is worth $16,550.00; the limit is $10,000.00.",
};
const bar = (n: number, close: number, startAt: number) =>
  make.auditEntry({
    ...at(n),
    recordIndex: 9,
    kind: "bar_closed",
    payload: { kind: "bar_closed", bar: { symbol: "SPY", startAt, close }, source: "trades" },
  });

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
  await ledger.projection.write(
    make.batch(
      1,
      {
        accounts: [make.account()],
        signals: [signal(1), signal(2), signal(3, "IBM"), signal(4), signal(5)],
        riskDecisions: [
          decided(1),
          decided(2, { outcome: "denied", denialCodes: ["order_notional"], checks: [tooLarge] }),
          decided(5),
        ],
        orders: [
          order(1, {
            status: "filled",
            filledQuantity: "100",
            leaves: "0",
            averagePrice: "165.50",
            submittedAt: NOON,
            terminalAt: NOON,
          }),
          order(5, { status: "expired", leaves: "0", submittedAt: NOON, terminalAt: NOON }),
        ],
        auditEntries: [
          make.auditEntry({
            ...at(3),
            recordIndex: 1,
            kind: "signal_suppressed",
            payload: { kind: "signal_suppressed", signalId: "s-3", cause: "at_target" },
          }),
          bar(1, 166_000_000, NOON),
          bar(5, 167_500_000, NOON + 4 * MINUTE),
        ],
      },
      { toSeq: 5 },
    ),
  );
});
afterAll(() => ledger.close());

const found = async (filter: SignalDecisionsFilter) => {
  const { rows } = await signalDecisionsPage(ledger.reader, { ...filter, limit: 100 });
  return rows.map(({ signalId }) => signalId);
};

describe("a signal", () => {
  test("comes with what was decided about it in the same journal entry", async () => {
    const { rows } = await signalDecisionsPage(ledger.reader, { limit: 100 });
    expect(rows.map(({ signalId, decision, cause }) => [signalId, decision, cause])).toEqual([
      ["s-5", "expired", null],
      ["s-4", "suppressed", null],
      ["s-3", "suppressed", "at_target"],
      ["s-2", "denied", null],
      ["s-1", "sent", null],
    ]);
    expect(rows[3]).toMatchObject({
      checks: [tooLarge],
      order: { clientOrderId: "il-2", quantity: "100", status: null, arrivalMid: "165.485" },
    });
    expect(rows[4]?.order).toMatchObject({ status: "filled", averagePrice: "165.50" });
    expect(await signalDecisionOf(ledger.reader, "s-2")).toEqual(rows[3]);
    expect(await signalDecisionOf(ledger.reader, "s-none")).toBeNull();
  });

  test("is found by symbol, decision, code, time and by words anywhere, taken literally", async () => {
    expect(await found({ symbol: "IBM" })).toEqual(["s-3"]);
    expect(await found({ decision: "denied" })).toEqual(["s-2"]);
    expect(await found({ code: "order_notional" })).toEqual(["s-2"]);
    expect(await found({ code: "at_target" })).toEqual(["s-3"]);
    expect(await found({ strategyId: "nobody" })).toEqual([]);
    expect(await found({ from: at(2).at, to: at(4).at })).toEqual(["s-3", "s-2"]);
    expect(await found({ text: "WORTH $16,550" })).toEqual(["s-2"]);
    expect(await found({ text: "number 4" })).toEqual(["s-4"]);
    expect(await found({ text: "number %" })).toEqual([]);
  });

  test("is on exactly one page", async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof signalDecisionsPage>> = await signalDecisionsPage(
        ledger.reader,
        { limit: 2, cursor },
      );
      ids.push(...page.rows.map(({ signalId }) => signalId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(ids).toEqual(["s-5", "s-4", "s-3", "s-2", "s-1"]);
  });
});

test("a funnel counts the signals of its filter by how far they came", async () => {
  const all = { signals: 5, eligible: 3, approved: 2, sent: 2, filled: 1 };
  expect(await signalFunnel(ledger.reader, {})).toEqual(all);
  const denied = { signals: 1, eligible: 1, approved: 0, sent: 0, filled: 0 };
  expect(await signalFunnel(ledger.reader, { code: "order_notional" })).toEqual(denied);
});

test("a price at an instant is the close of a bar that had just ended, or none", async () => {
  const questions = [
    { symbol: "SPY", at: NOON + MINUTE },
    { symbol: "SPY", at: NOON + 3 * MINUTE },
    { symbol: "SPY", at: NOON + 3 * MINUTE + 1 },
    { symbol: "SPY", at: NOON + MINUTE - 1 },
    { symbol: "IBM", at: NOON + MINUTE },
    { symbol: "SPY", at: NOON + 5 * MINUTE },
  ];
  expect(await closesAt(ledger.reader, questions)).toEqual([
    { price: "166.00", at: NOON + MINUTE },
    { price: "166.00", at: NOON + MINUTE },
    null,
    null,
    null,
    { price: "167.50", at: NOON + 5 * MINUTE },
  ]);
});
