import { describe, expect, it } from "vitest";
import { LIMIT_FIELDS } from "./limit-fields.ts";

describe("every limit", () => {
  it.each(LIMIT_FIELDS)("$key has a name and says in a sentence what it blocks", (field) => {
    expect(field.label).toMatch(/^[A-Z]/);
    expect(field.blocks).toMatch(/^[A-Z].+\.$/);
  });

  it("has a name of its own", () => {
    expect(new Set(LIMIT_FIELDS.map(({ label }) => label)).size).toBe(LIMIT_FIELDS.length);
  });

  it("is tighter when lower, but for the windows that it looks back over, the warm-up, and what is restricted", () => {
    const those = (way: string) => LIMIT_FIELDS.filter(({ tighter }) => tighter === way);
    const higher = those("higher").map(({ key }) => key);
    expect(higher).toEqual([
      "duplicateIntentWindowMs",
      "breakerRejectsWindowMs",
      "breakerPriceMoveWindowMs",
      "rollingWindowMs",
      "warmUpMs",
      "restricted",
    ]);
    expect(those("lower")).toHaveLength(LIMIT_FIELDS.length - higher.length);
  });
});
