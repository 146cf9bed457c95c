import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aContext, anIntent, IBM, LIMITS, SPY } from "../../../test/builders.ts";
import { type StrategyId, strategyId, type Ticker, ticker } from "../../ids.ts";
import { shares } from "../../number/quantity.ts";
import { checkOrder } from "../check-order.ts";
import { compareLimits } from "../check-limits.ts";
import { compareLevel, readLevel } from "../levels/change-level.ts";
import { NO_LEVELS, withLevel } from "../levels/limit-levels.ts";
import { limitsFor } from "../levels/limits-for.ts";
import { formatLimits, parseLimits } from "../limit-text.ts";

const TREND = strategyId("trend");
const SYMBOLS = [SPY, IBM, ticker("BRK.B")];
const lists = fc.record({ restricted: fc.subarray(SYMBOLS), allowed: fc.subarray(SYMBOLS) });
type Lists = typeof lists extends fc.Arbitrary<infer T> ? T : never;

const cases = fc.record({
  account: lists,
  strategy: fc.option(lists),
  symbol: fc.constantFrom(...SYMBOLS),
  asker: fc.constantFrom(TREND, strategyId("revert"), null),
});

/** A set of limits with these lists. */
function setOf(account: Lists, strategy: Lists | null) {
  const own = strategy === null ? NO_LEVELS : withLevel(NO_LEVELS, level, strategy);
  return { values: { ...LIMITS, ...account }, levels: own };
}
const level = { kind: "strategy", id: TREND } as const;

/** What the gate says of the lists about an order of 10 shares, by code and level. */
function refusals(
  set: ReturnType<typeof setOf>,
  symbol: Ticker,
  asker: StrategyId | null,
  held = 0,
): string[] {
  const { limits, levels } = limitsFor(set, { strategyId: asker, symbol, session: "regular" });
  const intent = anIntent({ symbol, strategyId: asker, side: held > 0 ? "sell" : "buy" });
  const decision = checkOrder(intent, aContext({ limits, levels, position: shares(held) }));
  return decision.kind === "approved"
    ? []
    : decision.denials.flatMap((one) =>
        one.code === "restricted_symbol" || one.code === "allowed_symbol"
          ? [`${one.code} ${one.level?.kind ?? "account"}`]
          : [],
      );
}

describe("lists of symbols", () => {
  it("refuse new risk in what any restricts or does not allow, and in nothing else", () => {
    fc.assert(
      fc.property(cases, ({ account, strategy, symbol, asker }) => {
        const bound = [account, ...(asker === TREND && strategy !== null ? [strategy] : [])];
        const isRestricted = bound.some(({ restricted }) => restricted.includes(symbol));
        const isOutside = bound.some(
          ({ allowed }) => allowed.length > 0 && !allowed.includes(symbol),
        );
        const found = refusals(setOf(account, strategy), symbol, asker);
        expect(found.some((one) => one.startsWith("restricted"))).toBe(isRestricted);
        expect(found.some((one) => one.startsWith("allowed"))).toBe(isOutside);
        expect(refusals(setOf(account, strategy), symbol, asker, 10), "a close").toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("name the strategy where its list alone refuses", () => {
    const nothing = { restricted: [], allowed: [] };
    const ibmAlone = { restricted: [SPY], allowed: [IBM] };
    const whose = (account: Lists, strategy: Lists) =>
      refusals(setOf(account, strategy), SPY, TREND);
    const of = (kind: string) => [`restricted_symbol ${kind}`, `allowed_symbol ${kind}`];
    expect(whose(nothing, ibmAlone)).toEqual(of("strategy"));
    expect(whose(ibmAlone, ibmAlone)).toEqual(of("account"));
  });

  it("leave a strategy nothing where its allowed list and the account's have nothing in common", () => {
    const set = setOf({ restricted: [], allowed: [SPY] }, { restricted: [], allowed: [IBM] });
    for (const symbol of SYMBOLS) expect(refusals(set, symbol, TREND)).not.toEqual([]);
  });

  it("come back from text, and are looser exactly where a symbol may be traded that could not be", () => {
    const tradable = ({ restricted, allowed }: Lists) =>
      SYMBOLS.filter(
        (one) => !restricted.includes(one) && (allowed.length === 0 || allowed.includes(one)),
      );
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const [from, to] = [setOf(before, null).values, setOf(after, null).values];
        const read = parseLimits(formatLimits(to));
        expect(read.ok && read.limits).toMatchObject({
          restricted: [...after.restricted].sort(),
          allowed: [...after.allowed].sort(),
        });
        const looser = compareLimits(from, to).some(({ direction }) => direction === "looser");
        const gained = tradable(after).some((one) => !tradable(before).includes(one));
        if (gained) expect(looser).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["restricted", "spy", '"none", or up to 1000 tickers such as SPY, joined by commas'],
    ["allowed", "SPY,,IBM", '"all", or up to 1000 tickers such as SPY, joined by commas'],
    ["allowed", "none", '"all", or up to 1000 tickers such as SPY, joined by commas'],
  ])("R05 refuse for %s what is no list of tickers: %s", (key, text, allowed) => {
    const read = parseLimits({ ...formatLimits(LIMITS), [key]: text });
    expect(read.ok ? [] : read.faults.map(({ message }) => message)).toEqual([
      `${key} is "${text}": must be ${allowed}`,
    ]);
  });

  it("are set for a strategy beside the account's, and taken away again", () => {
    const account = { ...LIMITS, restricted: [SPY], allowed: [IBM, SPY] };
    const own = readLevel(account, { level, before: {}, text: { restricted: "IBM", allowed: "" } });
    expect(own).toEqual({ ok: true, limits: { restricted: [IBM] } });
    const gone = readLevel(account, {
      level,
      before: { restricted: [IBM] },
      text: { restricted: "" },
    });
    expect(gone).toEqual({ ok: true, limits: {} });
    const lines = compareLevel(account, { level, before: { restricted: [IBM] }, after: {} });
    expect(lines).toMatchObject([{ before: "IBM", after: "none", direction: "looser" }]);
  });
});
