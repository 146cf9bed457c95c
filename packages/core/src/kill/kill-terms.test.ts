import { describe, expect, test } from "vitest";
import { type KillTerms, mergeTerms, removesStops } from "./kill-terms.ts";

const terms = (mode: KillTerms["mode"], includeStops = false): KillTerms => ({
  mode,
  includeStops,
});

describe("two kills joined", () => {
  test.each([
    ["halt", "cancel", "cancel"],
    ["cancel", "flatten", "flatten"],
  ] as const)("%s and %s are %s", (standing, asked, merged) => {
    expect(mergeTerms(terms(standing), terms(asked))).toEqual(terms(merged));
  });

  test("a weaker mode takes nothing back", () => {
    const standing = terms("flatten");
    expect(mergeTerms(standing, terms("halt"))).toBe(standing);
  });

  test("the same mode with more stops is the standing mode", () => {
    expect(mergeTerms(terms("cancel", true), terms("cancel"))).toEqual(terms("cancel", true));
    const standing = terms("cancel");
    expect(mergeTerms(standing, terms("cancel"))).toBe(standing);
  });

  test("stops once included stay included", () => {
    expect(mergeTerms(terms("cancel"), terms("cancel", true))).toEqual(terms("cancel", true));
    expect(mergeTerms(terms("cancel", true), terms("flatten"))).toEqual(terms("flatten", true));
  });

  test("a flatten has removed the stops already", () => {
    const standing = terms("flatten");
    expect(removesStops(standing)).toBe(true);
    expect(mergeTerms(standing, terms("cancel", true))).toBe(standing);
  });
});
