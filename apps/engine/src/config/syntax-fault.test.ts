import { anything, assert, integer, json, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { describeSyntax, jsonFault } from "./syntax-fault.ts";

describe("where a text stops being JSON", () => {
  test.each([
    ['{\n  "environment": NaN\n}', "line 2, column 18, at NaN"],
    ['{\n  "environment": "sim"\n  "feed": "sip"\n}', 'line 3, column 3, at "feed": "sip"'],
    ['{"a": [1, 2,]}', "line 1, column 13, at ]}"],
    ['{"a": 1,\n}', "line 2, column 1, at }"],
    ['{"a": 1', "line 1, column 8, at the end of the file"],
    ["{'a': 1}", "line 1, column 2, at 'a': 1}"],
    ['{"a": 01}', "line 1, column 7, at 01}"],
    ['{"a": 1}\n// done', "line 2, column 1, at // done"],
    ["", "line 1, column 1, at the end of the file"],
  ])("of %j is %s", (text, where) => {
    const fault = jsonFault(text);
    expect(fault === null ? "nowhere" : describeSyntax(fault)).toBe(where);
  });

  test("is nowhere in any JSON, and somewhere in every text that is none", () => {
    assert(
      property(json(), (text) => {
        expect(jsonFault(text)).toBeNull();
      }),
    );
    const broken = property(json(), integer({ min: 0, max: 60 }), anything(), (text, cut, odd) => {
      const changed = `${text.slice(0, cut)}${String(JSON.stringify(odd))}${text.slice(cut + 1)}`;
      expect(jsonFault(changed) === null).toBe(isJson(changed));
    });
    assert(broken);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
