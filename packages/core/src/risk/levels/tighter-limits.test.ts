import { describe, expect, it } from "vitest";
import { IBM, LIMITS, SPY } from "../../../test/builders.ts";
import { ticker } from "../../ids.ts";
import type { Limits } from "../limits.ts";
import { tighterOf } from "./tighter-limits.ts";

const XOM = ticker("XOM");
const ALL: Partial<Limits> = { restricted: [], allowed: [] };

/** The lists that two sets with these have in common. */
function listsOf(a: Partial<Limits>, b: Partial<Limits>) {
  const { restricted, allowed } = tighterOf(
    { ...LIMITS, ...ALL, ...a },
    { ...LIMITS, ...ALL, ...b },
  );
  return { restricted, allowed };
}

describe("the tighter of two sets of limits", () => {
  it("has the sessions that both have, in the order of the day", () => {
    const a: Limits = { ...LIMITS, sessions: ["pre", "regular", "post"] };
    const b: Limits = { ...LIMITS, sessions: ["overnight", "pre", "regular"] };
    expect(tighterOf(a, b).sessions).toEqual(["pre", "regular"]);
    expect(tighterOf(b, { ...LIMITS, sessions: ["post"] }).sessions).toEqual([]);
  });

  it.each<[string, Partial<Limits>, Partial<Limits>, ReturnType<typeof listsOf>]>([
    [
      "restricts what either restricts, in order and once",
      { restricted: [SPY, XOM] },
      { restricted: [IBM, SPY] },
      { restricted: [IBM, SPY, XOM], allowed: [] },
    ],
    ["allows all where both do", {}, {}, { restricted: [], allowed: [] }],
    [
      "allows what the second does where the first allows all",
      {},
      { allowed: [SPY] },
      { restricted: [], allowed: [SPY] },
    ],
    [
      "allows what the first does where the second allows all",
      { allowed: [SPY] },
      {},
      { restricted: [], allowed: [SPY] },
    ],
    [
      "allows what both do",
      { allowed: [IBM, SPY] },
      { allowed: [SPY, XOM] },
      { restricted: [], allowed: [SPY] },
    ],
    [
      "restricts all that the second allows where the first allows none of it",
      { allowed: [IBM] },
      { allowed: [SPY, XOM] },
      { restricted: [SPY, XOM], allowed: [SPY, XOM] },
    ],
  ])("%s", (_, a, b, expected) => {
    expect(listsOf(a, b)).toEqual(expected);
  });
});
