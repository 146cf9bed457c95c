import { signOfQuantity } from "@interlock/core/number/quantity";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import recordedActivities from "../../test/recorded/activities.json" with { type: "json" };
import recordedOrders from "../../test/recorded/orders.json" with { type: "json" };
import recordedUpdates from "../../test/recorded/trade-updates.json" with { type: "json" };
import { TRADE_EVENTS } from "../wire/trade-update.ts";
import { readExecution } from "./activity.ts";
import { readPrice, readQuantity } from "./decimal.ts";
import { mapExecutionReport } from "./execution-report.ts";
import { readOrder } from "./venue-order.ts";

/**
 * What Alpaca removes, renames, adds or words anew, tried on payloads as they came over the wire: every field of every
 * one, by every change, and many changes at once. Whatever comes, nothing is thrown, and an execution is booked as the
 * message says or the message is reported for the books to be compared.
 */

type Fields = Readonly<Record<string, unknown>>;

/** What may stand in a field. Of words the known ones too: a change to another known word is a change. */
const JUNK: readonly unknown[] = [
  ...[null, "", " ", "abc", "NaN", "Infinity", "-0", "0", "-1", "1e5", "0x10", "1,000", "\u0663"],
  ...["99999999999999999999", "1::", 7, -3, 0.1, 1e21, true, [], ["1"], {}, { value: "1" }],
];
const WORDS = [...TRADE_EVENTS, "reassigned", "BUY", "short", "vanished"];
const RECEIVED_AT = Date.UTC(2026, 10, 20, 15);

/** One change to one field, by its path. */
interface Change {
  readonly path: readonly string[];
  readonly how: "drop" | "rename" | "set";
  readonly value: unknown;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function changed(payload: Fields, change: Change): Fields {
  const { path, how, value } = change;
  const [name = "", ...rest] = path;
  const { [name]: old, ...others } = payload;
  if (rest.length > 0) {
    return isFields(old)
      ? { ...payload, [name]: changed(old, { ...change, path: rest }) }
      : payload;
  }
  if (how === "set") return { ...payload, [name]: value };
  return how === "drop" ? others : { ...others, [`${name}_v2`]: old };
}

function pathsOf(payload: Fields): string[][] {
  return Object.entries(payload).flatMap(([name, value]) => [
    [name],
    ...(isFields(value) ? pathsOf(value).map((path) => [name, ...path]) : []),
  ]);
}

function changesOf(payload: Fields): Change[] {
  return pathsOf(payload).flatMap((path): Change[] => [
    { path, how: "drop", value: undefined },
    { path, how: "rename", value: undefined },
    ...[...JUNK, ...WORDS].map((value) => ({ path, how: "set", value }) as const),
  ]);
}

const UPDATES: readonly Fields[] = recordedUpdates;
const ORDERS: readonly Fields[] = recordedOrders;
const ACTIVITIES: readonly Fields[] = recordedActivities;

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The execution that a message itself tells, by its own fields; null for none. */
function toldBy({ execution_id: id, price, qty }: Fields) {
  const quantity = readQuantity(textOf(qty));
  const read = readPrice(textOf(price));
  if (textOf(id) === "" || read === null || quantity === null) return null;
  return signOfQuantity(quantity) <= 0 ? null : { executionId: id, quantity, price: read };
}

/** Booked as it says, or reported; `before` is the recorded message. */
function expectBookedOrReported(now: Fields, before: Fields, isKnown: boolean): void {
  const known = isKnown && isFields(before["order"]) ? before["order"] : undefined;
  const context = { raw: "", receivedAt: RECEIVED_AT, lastSeen: () => known };
  const mapped = mapExecutionReport(now, context);
  if (!mapped.ok) {
    expect(mapped.error).not.toBe("");
    return;
  }
  const { report, concerns } = mapped.value;
  if (report.execution !== null) expect(report.execution).toEqual(toldBy(now));
  else if (toldBy(before) !== null) expect(concerns).not.toEqual([]);
  if (toldBy(before) === null) expect(report.execution).toBeNull();
}

describe("B22 B23 a recorded trade update", () => {
  test.each(UPDATES.map((update, index) => [update["event"], index] as const))(
    "(%s, %i) of which one field is gone, renamed or another is booked as it says, or reported",
    (_event, index) => {
      const update = UPDATES[index] ?? {};
      for (const change of changesOf(update)) {
        const now = changed(update, change);
        expectBookedOrReported(now, update, true);
        expectBookedOrReported(now, update, false);
      }
    },
  );

  test("that gained fields is booked as before", () => {
    for (const update of UPDATES) {
      const order = isFields(update["order"]) ? update["order"] : {};
      const more = { leverage: "9", fees: [{ qty: "1" }], qty_v2: 5, quantity: "77" };
      const grown = { ...update, ...more, order: { ...order, ...more } };
      const context = { raw: "", receivedAt: RECEIVED_AT, lastSeen: () => undefined };
      expect(mapExecutionReport(grown, context)).toEqual(mapExecutionReport(update, context));
    }
  });

  test("with many changes at once is booked as it says, or reported", () => {
    const messages = fc
      .constantFrom(...UPDATES)
      .chain((update) =>
        fc
          .array(fc.constantFrom(...changesOf(update)), { minLength: 2, maxLength: 6 })
          .map((changes) => ({ update, now: changes.reduce(changed, update) })),
      );
    fc.assert(
      fc.property(messages, fc.boolean(), ({ update, now }, isKnown) => {
        const last = isFields(update["order"]) && isKnown;
        expectBookedOrReported(now, update, last);
      }),
      { numRuns: 500 },
    );
  });
});

describe("B22 B23 a recorded answer", () => {
  test("that is an order is read as it says, or refused with a sentence", () => {
    for (const order of ORDERS) {
      for (const change of changesOf(order)) {
        const now = changed(order, change);
        const read = readOrder(now, RECEIVED_AT);
        if (!read.ok) {
          expect(read.error).not.toBe("");
          continue;
        }
        const { quantity, filledQuantity } = read.value;
        expect(quantity).toBe(now["qty"] === null ? null : readQuantity(textOf(now["qty"])));
        expect(filledQuantity).toBe(readQuantity(textOf(now["filled_qty"])));
      }
    }
  });

  test("that is an execution is read as it says, or refused with a sentence", () => {
    for (const activity of ACTIVITIES) {
      for (const change of changesOf(activity)) {
        const now = changed(activity, change);
        const read = readExecution(now);
        if (!read.ok) {
          expect(read.error).not.toBe("");
        } else if (read.value === null) {
          expect(Number(now["qty"])).toBeLessThan(0);
        } else {
          const [, execution_id] = textOf(activity["id"]).split("::");
          expect(read.value).toMatchObject({ ...toldBy({ ...now, execution_id }) });
        }
      }
    }
  });
});
