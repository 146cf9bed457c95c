import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("is JSON of the same value, whatever the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("is one text for objects that were written in different orders, at any depth", () => {
  const one = { b: [{ y: 1, x: null }], a: "text", gone: undefined };
  const other = { a: "text", b: [{ x: null, y: 1 }] };
  expect(canonicalJson(one)).toBe('{"a":"text","b":[{"x":null,"y":1}]}');
  expect(canonicalJson(other)).toBe(canonicalJson(one));
});
