import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { auditPage, auditRange } from "./audit.ts";
import { commandsPage } from "./commands.ts";
import { fillsPage, orderFills } from "./fills.ts";
import { limitVersions } from "./limit-versions.ts";
import { orderById, orderEvents, ordersPage } from "./orders.ts";
import { BadCursor, type Page } from "./page.ts";
import { accountById, positionsOf, strategyPositionsOf } from "./present-state.ts";
import { riskDecisionOf, riskDecisionsPage } from "./risk-decisions.ts";
import { signalById, signalsPage } from "./signals.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
});
afterAll(() => ledger.close());

/** Follows the cursors to the end and returns all rows. */
async function allPages<Row>(
  page: (cursor: string | null) => Promise<Page<Row>>,
): Promise<{ rows: Row[]; pages: number }> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let pages = 1; ; pages += 1) {
    const next: Page<Row> = await page(cursor);
    rows.push(...next.rows);
    if (next.nextCursor === null) return { rows, pages };
    cursor = next.nextCursor;
  }
}

describe("what was written comes back as it was", () => {
  it("in every table", async () => {
    const written = make.oneOfEach();
    const { reader } = ledger;
    await ledger.projection.write(make.batch(1, written));
    expect(await accountById(reader, make.ACCOUNT)).toEqual(written.accounts[0]);
    expect(await positionsOf(reader, make.ACCOUNT)).toEqual(written.positions);
    expect(await strategyPositionsOf(reader, make.ACCOUNT)).toEqual(written.strategyPositions);
    expect(await orderById(reader, "il-1")).toEqual(written.orders[0]);
    expect(await orderEvents(reader, "il-1")).toEqual(written.orderEvents);
    expect(await orderFills(reader, "il-1")).toEqual(written.fills);
    expect(await riskDecisionOf(reader, "il-1")).toEqual(written.riskDecisions[0]);
    expect(await signalById(reader, "s-1")).toEqual(written.signals[0]);
    expect(await limitVersions(reader, make.ACCOUNT)).toEqual(written.limitVersions);
    const first = { limit: 10 };
    expect((await commandsPage(reader, first)).rows).toEqual(written.commands);
    expect((await auditPage(reader, first)).rows).toEqual(written.auditEntries);
    expect(await auditRange(reader, { fromSeq: 1, limit: 10 })).toEqual(written.auditEntries);
    expect((await signalsPage(reader, first)).rows).toEqual(written.signals);
    expect((await riskDecisionsPage(reader, first)).rows).toEqual(written.riskDecisions);
    expect((await fillsPage(reader, first)).rows).toEqual(written.fills);
    expect(await orderById(reader, "unknown")).toBeNull();
    expect(await riskDecisionOf(reader, "unknown")).toBeNull();
  });
});

describe("pages by key", () => {
  const MINUTE = 60_000;
  const symbols = ["AIG", "BAC", "IBM"];
  /** Four orders a minute, so that times repeat; every fifth has ended. */
  const orders = Array.from({ length: 40 }, (_, n) =>
    make.order({
      clientOrderId: `page-${String(n).padStart(2, "0")}`,
      symbol: symbols[n % 3] ?? "",
      strategyId: n % 2 === 0 ? "even" : "odd",
      createdAt: make.NOON + Math.floor(n / 4) * MINUTE,
      journalSeq: 2,
      ...(n % 5 === 0
        ? { status: "rejected", leaves: "0", terminalAt: make.NOON, reason: "50% of margin_used" }
        : {}),
    }),
  );
  const fills = orders.map(({ clientOrderId, createdAt, symbol }, n) =>
    make.fill({
      clientOrderId,
      symbol,
      at: createdAt + 40 * 86_400_000 * (n % 2),
      executionId: clientOrderId,
      journalSeq: 2,
      recordIndex: n,
    }),
  );

  beforeAll(() => ledger.projection.write(make.batch(2, { orders, fills })));

  it("show every order once, newest first, whatever the page's length", async () => {
    const newestFirst = orders.map(({ clientOrderId }) => clientOrderId).reverse();
    for (const limit of [1, 7, 40]) {
      const { rows } = await allPages((cursor) =>
        ordersPage(ledger.reader, { cursor, limit, createdFrom: make.NOON, text: "page-" }),
      );
      expect(rows.map(({ clientOrderId }) => clientOrderId)).toEqual(newestFirst);
    }
  });

  it("do not shift when orders are added meanwhile", async () => {
    const query = { limit: 10, text: "page-" };
    const first = await ordersPage(ledger.reader, query);
    const { seq } = await ledger.projection.checkpoint();
    const newer = make.order({
      clientOrderId: "page-new",
      createdAt: make.NOON + 60 * MINUTE,
      journalSeq: seq + 1,
    });
    await ledger.projection.write(make.batch(seq + 1, { orders: [newer] }));
    const second = await ordersPage(ledger.reader, { ...query, cursor: first.nextCursor });
    expect(second.rows[0]?.clientOrderId).toBe("page-29");
  });

  it("cross the border between two months' partitions", async () => {
    const { rows, pages } = await allPages((cursor) =>
      fillsPage(ledger.reader, { cursor, limit: 9 }),
    );
    const times = rows.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(rows.map(({ executionId }) => executionId)).size).toBe(41);
    expect(pages).toBe(5);
  });

  it("filter orders by what was asked, all conditions together", async () => {
    const { rows } = await ordersPage(ledger.reader, {
      limit: 500,
      life: "ended",
      statuses: ["rejected", "canceled"],
      symbol: "IBM",
      strategyId: "even",
      text: "MARGIN_USED",
    });
    expect(rows.map(({ clientOrderId }) => clientOrderId)).toEqual(["page-20"]);
    const open = await ordersPage(ledger.reader, { limit: 500, life: "open", strategyId: "odd" });
    expect(open.rows).toHaveLength(16);
  });

  it("take % and _ in a search for themselves", async () => {
    const found = async (text: string) =>
      (await ordersPage(ledger.reader, { limit: 500, text })).rows.length;
    expect(await found("50% of")).toBe(8);
    expect(await found("50%margin")).toBe(0);
    expect(await found("margin-used")).toBe(0);
    expect(await found("page\\")).toBe(0);
  });

  it("refuse a cursor that they did not give out", async () => {
    const cursors = [
      "nonsense",
      Buffer.from('["1",2]').toString("base64url"),
      Buffer.from("{").toString("base64url"),
    ];
    for (const cursor of cursors) {
      await expect(ordersPage(ledger.reader, { cursor, limit: 10 })).rejects.toThrow(
        `The cursor "${cursor}" was not given out by a page of this kind.`,
      );
      await expect(auditPage(ledger.reader, { cursor, limit: 10 })).rejects.toThrow(BadCursor);
    }
  });

  it("hold 1 to 500 rows, whatever is asked", async () => {
    expect((await ordersPage(ledger.reader, { limit: 0 })).rows).toHaveLength(1);
    expect((await ordersPage(ledger.reader, { limit: -5 })).rows).toHaveLength(1);
    expect((await ordersPage(ledger.reader, { limit: 1e9 })).rows.length).toBeGreaterThan(40);
  });

  it("find denied intents, which have no order", async () => {
    const { seq } = await ledger.projection.checkpoint();
    const denied = make.riskDecision({
      clientOrderId: "denied-1",
      outcome: "denied",
      denialCodes: ["daily_loss", "quote_age"],
      journalSeq: seq + 1,
    });
    await ledger.projection.write(make.batch(seq + 1, { riskDecisions: [denied] }));
    const page = await riskDecisionsPage(ledger.reader, { outcome: "denied", limit: 10 });
    expect(page.rows).toEqual([denied]);
    expect(await orderById(ledger.reader, "denied-1")).toBeNull();
  });
});
