import { formatFixed } from "@interlock/core/number/fixed";
import { priceToNumber } from "@interlock/core/number/price";
import { priceText } from "../venue/decimal-text.ts";
import type { CorporateAction } from "../venue/corporate/corporate-action.ts";

const RATE_DECIMALS = 6;
const MILLION = 1_000_000;

/** Names of the groups of GET /v1/corporate-actions. */
export type CorporateGroup =
  | "forward_splits"
  | "reverse_splits"
  | "cash_dividends"
  | "name_changes";

/** Returns the group of an action. */
export function groupOf({ terms }: CorporateAction): CorporateGroup {
  if (terms.kind === "cash_dividend") return "cash_dividends";
  if (terms.kind === "name_change") return "name_changes";
  return terms.newRate >= terms.oldRate ? "forward_splits" : "reverse_splits";
}

/** Returns the date by which actions are found and sorted. */
export function processDate({ terms }: CorporateAction): string {
  return terms.kind === "cash_dividend" ? terms.payableDate : terms.exDate;
}

/** Returns an action as the market-data interface carries it. Companies have no CUSIP here. */
export function renderCorporateAction(action: CorporateAction): Record<string, unknown> {
  const { id, terms } = action;
  const dates = { id, process_date: processDate(action) };
  switch (terms.kind) {
    case "cash_dividend":
      return {
        ...dates,
        symbol: terms.symbol,
        cusip: "",
        rate: priceToNumber(terms.rate),
        special: false,
        foreign: false,
        ex_date: terms.exDate,
        record_date: terms.exDate,
        payable_date: terms.payableDate,
      };
    case "name_change":
      return {
        ...dates,
        old_symbol: terms.symbol,
        old_cusip: "",
        new_symbol: terms.newSymbol,
        new_cusip: "",
      };
    case "split": {
      const rates = { new_rate: terms.newRate / MILLION, old_rate: terms.oldRate / MILLION };
      const split = { ...dates, symbol: terms.symbol, ...rates, ex_date: terms.exDate };
      const isForward = terms.newRate >= terms.oldRate;
      return { ...split, ...(isForward ? { cusip: "" } : { old_cusip: "", new_cusip: "" }) };
    }
  }
}

/** Returns an action as the older announcements carry it: every figure as text. */
export function renderAnnouncement(action: CorporateAction): Record<string, unknown> {
  const { id, terms, declaredOn } = action;
  const isSplit = terms.kind === "split";
  const isDividend = terms.kind === "cash_dividend";
  const rate = (millionths: number): string => formatFixed(millionths, RATE_DECIMALS);
  return {
    id,
    corporate_action_id: id,
    ca_type: isSplit ? "split" : isDividend ? "dividend" : "merger",
    ca_sub_type: isSplit
      ? terms.newRate >= terms.oldRate
        ? "stock_split"
        : "reverse_split"
      : isDividend
        ? "cash"
        : "name_change",
    initiating_symbol: terms.symbol,
    initiating_original_cusip: "",
    target_symbol: terms.kind === "name_change" ? terms.newSymbol : terms.symbol,
    target_original_cusip: "",
    declaration_date: declaredOn,
    expiration_date: null,
    ex_date: terms.exDate,
    record_date: terms.exDate,
    payable_date: isDividend ? terms.payableDate : terms.exDate,
    cash: isDividend ? priceText(terms.rate) : "0",
    old_rate: isSplit ? rate(terms.oldRate) : "0",
    new_rate: isSplit ? rate(terms.newRate) : "0",
  };
}
