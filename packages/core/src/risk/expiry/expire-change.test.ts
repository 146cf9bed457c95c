import { describe, expect, it } from "vitest";
import { IBM, LIMITS, MORNING, SPY } from "../../../test/builders.ts";
import { strategyId, ticker } from "../../ids.ts";
import { quantity } from "../../number/quantity.ts";
import { type LimitSet, NO_LEVELS, withLevel } from "../levels/limit-levels.ts";
import type { Limits } from "../limits.ts";
import { expireChange, foreseeExpiry } from "./expire-change.ts";
import { type ExpiringChange, firstExpired, followExpiring } from "./expiring-change.ts";

const XOM = ticker("XOM");
const FAR: Limits = { ...LIMITS, maxOpenOrders: 100, maxOrdersPerMinute: 100 };
const TREND = { kind: "strategy", id: strategyId("trend") } as const;

/** Limits with what still ends by itself, as versions follow each other from version 0. */
class Book {
  set: LimitSet;
  expiring: readonly ExpiringChange[] = [];
  version = 0;
  readonly by = "Ada";
  ceilings = FAR;

  constructor(values: Partial<Limits> = {}) {
    this.set = { values: { ...LIMITS, ...values }, levels: NO_LEVELS };
  }

  /** Changes lines of the account, for good or until a time. */
  change(values: Partial<Limits>, expiresAt: number | null = null): this {
    return this.put({ ...this.set, values: { ...this.set.values, ...values } }, expiresAt);
  }

  put(after: LimitSet, expiresAt: number | null): this {
    this.version += 1;
    const { set: before, version, by } = this;
    this.expiring = followExpiring(this.expiring, { before, after, version, by, expiresAt });
    this.set = after;
    return this;
  }

  /** Ends what ends first. Returns what is said of it. */
  end(): readonly string[] {
    const change = firstExpired(this.expiring, Number.POSITIVE_INFINITY);
    if (change === null) throw new Error("nothing ends");
    const outcome = expireChange(this, change);
    Object.assign(this, { set: outcome.set, expiring: outcome.expiring });
    return outcome.notes;
  }
}

describe("the end of a change", () => {
  it("takes each of its lines back to what it was, and says so", () => {
    const book = new Book().change({ maxOpenOrders: 25, maxOrdersPerMinute: 40 }, 100);
    expect(book.end()).toEqual([
      "Open orders goes back from 25 to 20.",
      "Orders per minute goes back from 40 to 30.",
    ]);
    expect(book.set.values).toEqual(LIMITS);
    expect(book.expiring).toEqual([]);
  });

  it("takes a level's own limit away that it had not before", () => {
    const book = new Book();
    const levels = withLevel(NO_LEVELS, TREND, { maxOpenOrders: 5 });
    book.ceilings = { ...FAR, maxOpenOrders: 1 };
    expect(book.put({ ...book.set, levels }, 100).end()).toEqual([
      "Open orders of strategy trend goes back from 5 to none of its own.",
    ]);
    expect(book.set).toEqual({ values: LIMITS, levels: NO_LEVELS });
  });

  it("leaves a line alone that a person changed for good since", () => {
    const book = new Book().change({ maxOpenOrders: 25, maxOrdersPerMinute: 40 }, 100);
    book.change({ maxOpenOrders: 22, maxCancelsPerMinute: 13 });
    book.change({ maxOpenOrders: 23 });
    expect(book.end()).toEqual([
      "Open orders stays: it was changed in version 2.",
      "Orders per minute goes back from 40 to 30.",
    ]);
    expect(book.set.values).toEqual({ ...LIMITS, maxOpenOrders: 23, maxCancelsPerMinute: 13 });
  });

  it("is none once each of its lines was changed for good", () => {
    const book = new Book().change({ maxOpenOrders: 25, maxOrdersPerMinute: 40 }, 100);
    book.change({ maxOpenOrders: 22 });
    expect(book.expiring).toHaveLength(1);
    expect(book.change({ maxOrdersPerMinute: 20 }).expiring).toEqual([]);
  });

  it("leaves a line to the change upon it that lasts, which goes back further then", () => {
    const book = new Book().change({ maxOpenOrders: 25 }, 100);
    book.change({ maxOrdersPerMinute: 40, maxOpenOrders: 30 }, 200);
    expect(book.end()).toEqual(["Open orders stays: version 2 set it, which still lasts."]);
    expect(book.set.values).toMatchObject({ maxOpenOrders: 30, maxOrdersPerMinute: 40 });
    expect(book.end()).toEqual([
      "Open orders goes back from 30 to 20.",
      "Orders per minute goes back from 40 to 30.",
    ]);
    expect(book.set.values).toEqual(LIMITS);
  });

  it("goes back to the change beneath it where that lasts longer", () => {
    const book = new Book().change({ maxOpenOrders: 25 }, 200).change({ maxOpenOrders: 30 }, 100);
    expect(book.end()).toEqual(["Open orders goes back from 30 to 25."]);
    expect(book.end()).toEqual(["Open orders goes back from 25 to 20."]);
  });

  it("is not held up by a later change of another line", () => {
    const book = new Book().change({ maxOpenOrders: 25 }, 100);
    book.change({ maxOrdersPerMinute: 40 }, 200);
    expect(book.end()).toEqual(["Open orders goes back from 25 to 20."]);
  });

  it("leaves a change that stands upon a later one for good what that goes back to", () => {
    const book = new Book().change({ maxOpenOrders: 25, maxOrdersPerMinute: 40 }, 100);
    book.change({ maxOpenOrders: 22 }).change({ maxOpenOrders: 30 }, 200);
    expect(book.end()).toContain("Open orders stays: it was changed in version 2.");
    expect(book.end()).toEqual(["Open orders goes back from 30 to 22."]);
  });

  it("brings what would contradict it down with it", () => {
    const book = new Book().change({ maxPositionQuantity: quantity("400") }, 100);
    book.change({ maxOrderQuantity: quantity("350") });
    expect(book.end()).toEqual([
      "Order quantity follows, for a larger one could never take effect, from 350 to 300.",
      "Position quantity goes back from 400 to 300.",
    ]);
  });
});

describe("a ceiling that became tighter meanwhile", () => {
  const ceilings = { ...FAR, maxOpenOrders: 15 };

  it("keeps a line where it is that would go back beyond it", () => {
    const book = new Book().change({ maxOpenOrders: 10 }, 100);
    book.ceilings = ceilings;
    expect(book.end()).toEqual(["Open orders stays: its ceiling is tighter than what it was."]);
    expect(book.set.values.maxOpenOrders).toBe(10);
  });

  it("is called a floor where more is stricter", () => {
    const book = new Book({ duplicateIntentWindowMs: 500 });
    book.change({ duplicateIntentWindowMs: 2_000 }, 100);
    book.ceilings = { ...FAR, duplicateIntentWindowMs: 1_000 };
    expect(book.end()).toEqual(["Duplicate window stays: its floor is tighter than what it was."]);
  });

  it("keeps no line that gets tighter by going back, and none within it", () => {
    const book = new Book().change({ maxOpenOrders: 25 }, 100);
    book.ceilings = ceilings;
    expect(book.end()).toEqual(["Open orders goes back from 25 to 20."]);
    const within = new Book({ maxOpenOrders: 15 }).change({ maxOpenOrders: 10 }, 100);
    within.ceilings = ceilings;
    expect(within.end()).toEqual(["Open orders goes back from 10 to 15."]);
  });
});

describe("the restricted symbols", () => {
  const ceilings = { ...FAR, restricted: [XOM] };

  it("go back, and keep what their floor restricts by now", () => {
    const book = new Book({ restricted: [SPY] }).change({ restricted: [IBM] }, 100);
    book.ceilings = ceilings;
    expect(book.end()).toEqual(["Restricted symbols goes back from IBM to SPY,XOM."]);
    expect(book.set.values.restricted).toEqual([SPY, XOM]);
  });

  it("of the account are no matter of another line, nor of a strategy's own list", () => {
    const book = new Book().change({ maxOpenOrders: 25 }, 100);
    book.ceilings = ceilings;
    book.end();
    expect(book.set.values.restricted).toEqual([]);
    const levels = withLevel(NO_LEVELS, TREND, { restricted: [SPY] });
    book.put({ ...book.set, levels }, 100).end();
    expect(book.set.values.restricted).toEqual([]);
  });

  it("that are allowed go back without them", () => {
    const book = new Book({ allowed: [SPY] }).change({ allowed: [] }, 100);
    book.ceilings = { ...ceilings, allowed: [] };
    expect(book.end()).toEqual(["Allowed symbols goes back from all to SPY."]);
    expect(book.set.values.restricted).toEqual([]);
  });
});

describe("what is foreseen of the end of a change", () => {
  const foresee = (book: Book, expiresAt: number) => {
    const limits = { ...book.set, version: book.version, by: book.by, expiring: book.expiring };
    const after = { ...book.set, values: { ...book.set.values, maxOpenOrders: 30 } };
    return foreseeExpiry({ limits, after, expiresAt, ceilings: book.ceilings });
  };

  it("is said of that change alone, after all that end before it", () => {
    expect(foresee(new Book(), MORNING)).toEqual(["Open orders goes back from 30 to 20."]);
    const book = new Book().change({ maxOpenOrders: 25, maxOrdersPerMinute: 40 }, 100);
    expect(foresee(book, 200)).toEqual(["Open orders goes back from 30 to 20."]);
    expect(foresee(book, 50)).toEqual(["Open orders goes back from 30 to 25."]);
  });

  it("heeds the ceilings", () => {
    const book = new Book({ maxOpenOrders: 40 });
    book.ceilings = { ...FAR, maxOpenOrders: 35 };
    expect(foresee(book, 100)).toEqual([
      "Open orders stays: its ceiling is tighter than what it was.",
    ]);
  });
});
