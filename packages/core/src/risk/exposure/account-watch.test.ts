import { describe, expect, it } from "vitest";
import { MORNING } from "../../../test/builders.ts";
import { money, moneyUnits, ZERO_MONEY } from "../../number/money.ts";
import type { VenueAccount } from "../../order/execution-report.ts";
import {
  type AccountWatch,
  emptyAccountWatch,
  noteAsked,
  noteFigures,
  reservedSince,
} from "./account-watch.ts";

const FIGURES: VenueAccount = {
  accountId: "account-1",
  accountNumber: "1",
  status: "ACTIVE",
  equity: money("100000"),
  buyingPower: money("400000"),
  cash: money("100000"),
  lastEquity: money("100000"),
  accruedFees: ZERO_MONEY,
  tradingBlocked: false,
};

/** An order that takes new risk was approved. */
function approve(watch: AccountWatch, dollars: string): void {
  watch.approvedUnits += moneyUnits(money(dollars));
}

function ask(watch: AccountWatch, source: "account" | "snapshot", unknown = "0"): void {
  noteAsked(watch, source, { at: MORNING, unknown: money(unknown) });
}

describe("what the venue's buying power may not count", () => {
  it("is nothing before the first figures: there is no buying power to spend either", () => {
    const watch = emptyAccountWatch();
    approve(watch, "500");
    expect(reservedSince(watch)).toBe(ZERO_MONEY);
    expect(watch.figures).toBeNull();
  });

  it("is what was approved since the question, and what the venue had not acknowledged by then", () => {
    const watch = emptyAccountWatch();
    approve(watch, "500");
    ask(watch, "account", "120");
    approve(watch, "70");
    noteFigures(watch, FIGURES, "account");
    expect(reservedSince(watch)).toBe(money("190"));
    approve(watch, "5");
    expect(reservedSince(watch)).toBe(money("195"));
  });

  it("is counted by the answer that came, whichever question was asked first", () => {
    const watch = emptyAccountWatch();
    approve(watch, "100");
    ask(watch, "snapshot");
    approve(watch, "10");
    ask(watch, "account");
    approve(watch, "1");
    noteFigures(watch, FIGURES, "account");
    expect(reservedSince(watch)).toBe(money("1"));
    noteFigures(watch, FIGURES, "snapshot");
    expect(reservedSince(watch), "the older answer counts less").toBe(money("11"));
    noteFigures(watch, FIGURES, "snapshot");
    expect(reservedSince(watch), "and no more when it is told twice").toBe(money("11"));
  });

  it("frees nothing where an answer comes that nobody asked for", () => {
    const watch = emptyAccountWatch();
    approve(watch, "100");
    noteFigures(watch, FIGURES, "account");
    expect(reservedSince(watch)).toBe(money("100"));
  });

  it("comes with the figures, as of the time of their question", () => {
    const watch = emptyAccountWatch();
    ask(watch, "account");
    noteFigures(watch, FIGURES, "account");
    expect(watch.figures).toMatchObject({ ...FIGURES, at: MORNING });
    expect(emptyAccountWatch().asked).toEqual({
      account: { at: 0, countedUnits: 0 },
      snapshot: { at: 0, countedUnits: 0 },
    });
  });
});
