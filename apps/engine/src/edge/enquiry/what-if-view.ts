import type { EnquiryPort } from "@interlock/api/enquiry-port";
import type { WhatIfAnswer, WhatIfVerdict } from "@interlock/api/view/what-if-view";
import { isTicker, strategyId, ticker } from "@interlock/core/ids";
import { parsePrice, type Price } from "@interlock/core/number/price";
import { parseQuantity, quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { OrderPricing } from "@interlock/core/order/order-intent";
import { CHECKS } from "@interlock/core/risk/check-table";
import { describeDenial } from "@interlock/core/risk/denial";
import { describeMeasures, describeNumber } from "@interlock/core/risk/describe-measures";
import type { EngineSettings } from "../../settings.ts";
import {
  LEVEL_CODES,
  type LevelCode,
  type WhatIfJudgment,
  type WhatIfOrder,
} from "../../risk/what-if.ts";
import { describeChecks } from "../view/dossier.ts";

type Asked = Parameters<EnquiryPort["whatIf"]>[0];
type Faults = WhatIfAnswer["faults"];

/** A question as it was typed, read; or everything that is wrong with it. */
export type WhatIfReading =
  | { readonly ok: true; readonly order: WhatIfOrder }
  | { readonly ok: false; readonly faults: Faults };

/** Most shares that a quantity can hold exactly. */
const SHARES_MAX = 1_000_000;

/** Reads an order that is asked about. Every fault is named with what is allowed. */
export function readWhatIf(asked: Asked, settings: EngineSettings): WhatIfReading {
  const faults: Faults = [];
  const symbol = asked.symbol.trim().toUpperCase();
  if (!isTicker(symbol))
    fault(faults, "symbol", `Symbol must be a ticker such as SPY or BRK.B, not ${shown(symbol)}.`);
  const size = readQuantity(asked.quantity, faults);
  const pricing = readPricing(asked, faults);
  const { strategyId: asker } = asked;
  if (asker !== null && settings.strategies.every(({ id }) => id !== asker)) {
    const known = settings.strategies.map(({ id }) => id).join(", ");
    fault(
      faults,
      "strategyId",
      `No strategy ${asker} is configured; there ${known === "" ? "is none" : `is ${known}`}.`,
    );
  }
  if (faults.length > 0 || pricing === null) return { ok: false, faults };
  return {
    ok: true,
    order: {
      symbol: ticker(symbol),
      side: asked.side,
      quantity: size,
      pricing,
      extendedHours: asked.extendedHours,
      strategyId: asker === null ? null : strategyId(asker),
    },
  };
}

function shown(text: string): string {
  return text.trim() === "" ? "empty" : `"${text.trim()}"`;
}

function fault(faults: Faults, field: string, sentence: string): void {
  faults.push({ field, sentence });
}

function readQuantity(text: string, faults: Faults) {
  const read = parseQuantity(text.trim());
  if (read.ok && quantityUnits(read.value) > 0 && Number(text) <= SHARES_MAX) return read.value;
  fault(
    faults,
    "quantity",
    `Quantity must be shares above 0, at most 1,000,000 with up to 9 decimals, not ${shown(text)}.`,
  );
  return ZERO_QUANTITY;
}

function readPricing(asked: Asked, faults: Faults): OrderPricing | null {
  const price = (field: "limitPrice" | "stopPrice", label: string): Price | null => {
    const read = parsePrice(asked[field].trim());
    if (read.ok && Number(asked[field]) <= PRICE_MAX) return read.value;
    fault(
      faults,
      field,
      `${label} must be dollars above 0, at most 1,000,000 with up to 6 decimals, not ${shown(asked[field])}.`,
    );
    return null;
  };
  switch (asked.type) {
    case "market":
      return { type: "market" };
    case "limit": {
      const limitPrice = price("limitPrice", "Limit price");
      return limitPrice === null ? null : { type: "limit", limitPrice };
    }
    case "stop": {
      const stopPrice = price("stopPrice", "Stop price");
      return stopPrice === null ? null : { type: "stop", stopPrice };
    }
    case "stop_limit": {
      const stopPrice = price("stopPrice", "Stop price");
      const limitPrice = price("limitPrice", "Limit price");
      return stopPrice === null || limitPrice === null
        ? null
        : { type: "stop_limit", stopPrice, limitPrice };
    }
  }
}

/** No share of the market costs more: a price beyond it is a slip of the finger. */
const PRICE_MAX = 1_000_000;

/** Returns a judgment as the console shows it. */
export function whatIfVerdict(
  judgment: WhatIfJudgment,
  symbol: string,
  universe: readonly string[],
): WhatIfVerdict {
  const { approved, denials, measures, journalSeq, venueTime, quoteAt, limitVersion } = judgment;
  const headrooms = describeMeasures(measures).map(({ headroom }) => headroom);
  return {
    approved,
    sentence: `${sentenceOf(judgment)}${universe.includes(symbol) ? "" : outsideOf(universe, symbol)}`,
    checks: describeChecks(measures, denials)
      .map((line, index) => ({ ...line, headroom: headrooms[index] ?? "" }))
      .filter((line) => !isUnset(line))
      .map((line) => (isUnmeasured(line, quoteAt) ? { ...line, sentence: UNMEASURED } : line)),
    levels: LEVEL_CODES.map((code) => levelOf(judgment, code, symbol)),
    basis: { journalSeq, venueTime, quoteAt, limitVersion },
  };
}

type Line = WhatIfVerdict["checks"][number];

/** A limit that nobody has set, such as a strategy's own where none is asked for: its zero is no limit. */
function isUnset({ applied, value, limit }: Line): boolean {
  return !applied && value === "not measured" && /^(at most|below) \$?0(\.00)?$/.test(limit);
}

/** What these compare is a price, or a sum in which the order is valued at one. */
const NEED_QUOTE: ReadonlySet<string> = new Set([
  "quote_age",
  "price_collar",
  "position_notional",
  "gross_exposure",
  "net_exposure",
  "long_exposure",
  "short_exposure",
  "concentration",
  "leverage",
]);

const UNMEASURED = "could not be measured: there is no quote";

/** That a check could not be measured is not that it does not apply. */
function isUnmeasured({ check, applied, value }: Line, quoteAt: number | null): boolean {
  return quoteAt === null && !applied && value === "not measured" && NEED_QUOTE.has(check);
}

function sentenceOf({ approved, reducing, denials }: WhatIfJudgment): string {
  if (!approved) {
    const first = denials.slice(0, 1).map(describeDenial).join("");
    return denials.length === 1
      ? `It would be denied: ${first}`
      : `It would be denied for ${denials.length} reasons, the first: ${first}`;
  }
  return reducing
    ? "It would be approved: it only brings the position toward flat, so limits on new risk do not apply."
    : "It would be approved: every check that applies passes.";
}

/** Why nothing of a symbol may be opened: nobody watches its market. */
function outsideOf(universe: readonly string[], symbol: string): string {
  return ` ${symbol} is not in the configured universe, so its market is not watched; the universe is ${universe.join(", ")}.`;
}

const LEVEL_LABELS: Readonly<Record<LevelCode, (symbol: string) => string>> = {
  position_quantity: (symbol) => `${symbol} position`,
  position_notional: (symbol) => `${symbol} position, worth`,
  gross_exposure: () => "Gross exposure",
  open_orders: () => "Open orders",
  order_rate: () => "Orders in the last minute",
};

function levelOf(
  { measures, before, short }: WhatIfJudgment,
  code: LevelCode,
  symbol: string,
): WhatIfVerdict["levels"][number] {
  const check = CHECKS.find((one) => one.code === code);
  const line = describeMeasures(measures).find((one) => one.code === code);
  return {
    label: LEVEL_LABELS[code](symbol),
    before: `${describeNumber(check, before[code])}${sideWord(code, short.before)}`,
    after: `${line?.value ?? "not measured"}${sideWord(code, short.after)}`,
    limit: line?.limit ?? "",
    headroom: line?.headroom ?? "",
  };
}

/** The measure of a position has no sign. */
function sideWord(code: LevelCode, short: boolean): string {
  return short && code === "position_quantity" ? " short" : "";
}
