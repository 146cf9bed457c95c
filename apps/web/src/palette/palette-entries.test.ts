import { describe, expect, test } from "vitest";
import { paletteEntries } from "./palette-entries.ts";

const known = {
  pages: [
    { href: "/", label: "Overview" },
    { href: "/kill", label: "Kill switch" },
  ],
  symbols: ["NVDA", "NVAX", "SPY"],
  strategies: ["trend"],
};

const labels = (text: string) => paletteEntries(text, known).map(({ label }) => label);
const acts = (text: string) => paletteEntries(text, known).map(({ act }) => act);

describe("the command palette", () => {
  test("lists the pages before anything is typed", () => {
    expect(labels("")).toEqual(["Overview", "Kill switch", "Keyboard shortcuts"]);
  });

  test("aims the kill switch at one symbol, in each mode, and never fires it", () => {
    expect(acts("kill nvda").slice(0, 3)).toEqual(
      ["halt", "cancel", "flatten"].map((mode) => ({
        kind: "aim_kill",
        mode,
        scope: { kind: "symbol", symbol: "NVDA" },
      })),
    );
    const kinds = ["kill", "halt", "cancel", "flatten SPY", "stop trend"].flatMap(acts);
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(["aim_kill", "go"]));
  });

  test("takes halt, cancel and flatten alone for everything", () => {
    expect(acts("halt")[0]).toEqual({ kind: "aim_kill", mode: "halt", scope: undefined });
    expect(labels("flatten")[0]).toBe("Flatten: everything");
  });

  test("aims at a strategy by its name, and at a ticker that is not known here as it was typed", () => {
    expect(acts("halt tre")[0]).toMatchObject({ scope: { kind: "strategy", strategyId: "trend" } });
    expect(acts("halt gme")[0]).toMatchObject({ scope: { kind: "symbol", symbol: "GME" } });
    expect(acts("halt not a ticker")).toEqual([]);
  });

  test("finds symbols by their beginning and orders by their id", () => {
    expect(labels("nv")).toEqual([
      "Signals of NVDA",
      "Limits of NVDA",
      "Signals of NVAX",
      "Limits of NVAX",
    ]);
    expect(acts("il-m0zt8o-00000p")).toEqual([{ kind: "go", href: "/orders/il-m0zt8o-00000p" }]);
  });
});
