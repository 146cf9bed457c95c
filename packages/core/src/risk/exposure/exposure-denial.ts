import type { Ticker } from "../../ids.ts";
import { formatDollars, type Money } from "../../number/money.ts";
import { SECOND_MS } from "../../time.ts";
import { type AtLevel, limitOf } from "../levels/at-level.ts";

/** Why an order was refused for what the account as a whole could come to. Plain data, like every denial. */
export type ExposureDenial =
  | (AtLevel & {
      readonly code: "net_exposure" | "long_exposure" | "short_exposure";
      readonly exposure: Money;
      readonly limit: Money;
    })
  | {
      readonly code: "equity";
      readonly ours: Money;
      /** Null while the venue has not named it. */
      readonly venue: Money | null;
    }
  | (AtLevel & {
      readonly code: "concentration";
      readonly symbol: Ticker;
      readonly shareBps: number;
      readonly limitBps: number;
    })
  | (AtLevel & {
      readonly code: "sector_exposure";
      readonly sector: string;
      readonly shareBps: number;
      readonly limitBps: number;
    })
  | (AtLevel & {
      readonly code: "leverage";
      readonly leverageBps: number;
      readonly limitBps: number;
    })
  | {
      readonly code: "buying_power";
      readonly needed: Money;
      readonly available: Money;
      /** Age of the venue's figure; null before the first. */
      readonly ageMs: number | null;
      readonly ageLimitMs: number;
    }
  | { readonly code: "margin_deficit"; readonly deficit: Money };

/** Says in one sentence what was refused for the account as a whole, with the value and the limit. */
export function describeExposure(denial: ExposureDenial): string {
  switch (denial.code) {
    case "net_exposure":
    case "long_exposure":
    case "short_exposure": {
      const { exposure, limit } = denial;
      const could = `could reach ${formatDollars(exposure)}; ${limitOf(denial)} is ${formatDollars(limit)}.`;
      return `${SIDES[denial.code]} exposure ${could}`;
    }
    case "equity":
      return describeEquity(denial);
    case "concentration": {
      const share = `could reach ${percent(denial.shareBps)} of the equity`;
      return `The position in ${denial.symbol} ${share}; ${limitOf(denial)} is ${percent(denial.limitBps)}.`;
    }
    case "sector_exposure": {
      const share = `could reach ${percent(denial.shareBps)} of the equity`;
      return `Exposure to the sector ${denial.sector} ${share}; ${limitOf(denial)} is ${percent(denial.limitBps)}.`;
    }
    case "leverage": {
      const { leverageBps, limitBps } = denial;
      return `Gross exposure could reach ${percent(leverageBps)} of the equity; ${limitOf(denial)} is ${percent(limitBps)}.`;
    }
    case "buying_power":
      return describePower(denial);
    case "margin_deficit":
      return `The account is ${formatDollars(denial.deficit)} short of the margin that the venue wants: new risk waits until the deficit is gone.`;
  }
}

const SIDES = { net_exposure: "Net", long_exposure: "Long", short_exposure: "Short" } as const;

type DenialOf<C extends ExposureDenial["code"]> = Extract<ExposureDenial, { readonly code: C }>;

function describeEquity({ ours, venue }: DenialOf<"equity">): string {
  const theirs =
    venue === null ? "the venue has named none yet" : `the venue says ${formatDollars(venue)}`;
  return `The equity is ${formatDollars(ours)} by our books, and ${theirs}: new risk needs equity above zero by both.`;
}

function describePower({ needed, available, ageMs, ageLimitMs }: DenialOf<"buying_power">): string {
  if (ageMs === null) return "The venue has not named the buying power yet: new risk waits for it.";
  if (ageMs > ageLimitMs) {
    const age = `is ${Math.round(ageMs / SECOND_MS)} s old; the limit is ${ageLimitMs / SECOND_MS} s`;
    return `The venue's figure of buying power ${age}: new risk waits for a new one.`;
  }
  const open = "with what the venue may not count yet";
  return `The order would need ${formatDollars(needed)} ${open}; the buying power is ${formatDollars(available)}.`;
}

function percent(bps: number): string {
  return `${(bps / 100).toFixed(2)} %`;
}
