import { describe, expect, it } from "vitest";
import { SENTENCES } from "../../test/denial-sentences.ts";
import { CHECK_ORDER } from "./check-order.ts";
import { describeDenial } from "./denial.ts";

describe("describeDenial", () => {
  it.each(SENTENCES)("%j", (denial, sentence) => {
    expect(describeDenial(denial)).toBe(sentence);
  });

  it("has a sentence here for the denial of every check", () => {
    const described = new Set(SENTENCES.map(([{ code }]) => code));
    expect(CHECK_ORDER.filter((code) => !described.has(code))).toEqual([]);
  });
});
