import { constant, array, assert, integer, oneof, property, record } from "fast-check";
import { expect, it } from "vitest";
import { LIMITS } from "../../../test/builders.ts";
import { strategyId } from "../../ids.ts";
import { type LimitLevel, type LimitSet, NO_LEVELS } from "../levels/limit-levels.ts";
import { expireChange } from "./expire-change.ts";
import { type ExpiringChange, firstExpired, followExpiring } from "./expiring-change.ts";
import { type LimitPlace, textAt, withText } from "./limit-place.ts";

const ofTrend: LimitLevel = { kind: "strategy", id: strategyId("trend") };
const place: LimitPlace = { level: ofTrend, key: "maxOpenOrders" };

/** A change a step after the one before: for good, or for some steps. */
const step = record({
  value: oneof(constant(""), integer({ min: 1, max: 9 }).map(String)),
  lasts: oneof(constant(null), integer({ min: 1, max: 6 })),
});

interface Book {
  readonly set: LimitSet;
  readonly expiring: readonly ExpiringChange[];
}

function endAll(book: Book, now: number): Book {
  let { set, expiring } = book;
  for (;;) {
    const change = firstExpired(expiring, now);
    if (change === null) return { set, expiring };
    ({ set, expiring } = expireChange({ set, expiring, ceilings: LIMITS }, change));
  }
}

it("whatever changes end in whatever order, in force is the newest that lasts, else the last for good", () => {
  assert(
    property(array(step, { maxLength: 8 }), (steps) => {
      let book: Book = { set: { values: LIMITS, levels: NO_LEVELS }, expiring: [] };
      let layers: { readonly value: string; readonly until: number }[] = [];
      let base = "";
      const model = () => layers.at(-1)?.value ?? base;
      for (let now = 0; now < 16; now++) {
        book = endAll(book, now);
        layers = layers.filter(({ until }) => until > now);
        expect(textAt(book.set, place)).toBe(model());
        const next = steps[now];
        if (next === undefined || next.value === model()) continue;
        const after = withText(book.set, place, next.value);
        const expiresAt = next.lasts === null ? null : now + next.lasts;
        const terms = { before: book.set, after, version: now + 1, by: "Ada", expiresAt };
        book = { set: after, expiring: followExpiring(book.expiring, terms) };
        if (expiresAt === null) [base, layers] = [next.value, []];
        else layers = [...layers, { value: next.value, until: expiresAt }];
      }
      expect(book.expiring).toEqual([]);
      expect(textAt(book.set, place)).toBe(base);
    }),
    { numRuns: 100 },
  );
});
