import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyRecord, recordOf } from "./record-of-names.ts";

/** Names that every object answers to by its prototype. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

test("a record of names holds what was put in under any name, and nothing else", () => {
  const name = fc.oneof(fc.constantFrom(...INHERITED), fc.string());
  fc.assert(
    fc.property(fc.uniqueArray(name), name, (names, other) => {
      const record = emptyRecord<string, { readonly of: string }>();
      for (const one of names) record[one] = { of: one };
      for (const one of names) expect(record[one]).toEqual({ of: one });
      expect(Object.keys(record).sort()).toEqual([...names].sort());
      expect(record[other]).toEqual(names.includes(other) ? { of: other } : undefined);
      delete record[other];
      expect(record[other]).toBeUndefined();
    }),
  );
});

test("a record of names comes back whole from JSON", () => {
  const record = emptyRecord<string, number>();
  for (const name of INHERITED) record[name] = 1;
  const read: Record<string, number> = JSON.parse(JSON.stringify(record));
  const again = recordOf(read);
  expect(Object.keys(again).sort()).toEqual([...INHERITED].sort());
  expect(Object.getPrototypeOf(again)).toBeNull();
});
