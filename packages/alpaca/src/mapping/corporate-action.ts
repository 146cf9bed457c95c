import {
  type CorporateAction,
  type CorporateKind,
  changesHolding,
} from "@interlock/core/corporate/corporate-action";
import {
  parseDividendRatio,
  parseRatio,
  SAME_SHARES,
  type ShareRatio,
} from "@interlock/core/corporate/share-ratio";
import { type Ticker, ticker } from "@interlock/core/ids";
import { type IsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { fail, ok, type Result } from "@interlock/core/result";
import {
  type WireCorporateAction,
  wireCorporateAction,
  wireCorporatePage,
} from "../wire/corporate-action.ts";
import { readPrice } from "./decimal.ts";
import { describeIssues } from "./schema-issues.ts";

/** Announced corporate actions, and a sentence for each announcement that names no symbol or day. */
export interface CorporatePage {
  readonly actions: readonly CorporateAction[];
  readonly refused: readonly string[];
  /** Token of the page after this one; null on the last. */
  readonly next: string | null;
}

/** Alpaca's groups by what they do to a holding; a group that is not named here is of an unknown type. */
const KINDS: Readonly<Record<string, CorporateKind>> = {
  forward_splits: "split",
  reverse_splits: "split",
  unit_splits: "removal",
  stock_dividends: "stock_dividend",
  name_changes: "name_change",
  stock_mergers: "merger",
  cash_mergers: "merger",
  stock_and_cash_mergers: "merger",
  spin_offs: "spin_off",
  redemptions: "removal",
  worthless_removals: "removal",
  reorganizations: "removal",
  partial_calls: "removal",
  cash_dividends: "cash_dividend",
};

/**
 * Reads one page of announcements. An unknown type is kept as such, and a field that is gone leaves what depends on it
 * unsaid; only without a symbol or a day there is nothing to go by, and the announcement is named instead.
 */
export function readCorporatePage(json: unknown): Result<CorporatePage> {
  const parsed = wireCorporatePage.safeParse(json);
  if (!parsed.success) return fail(describeIssues("corporate actions", parsed.error));
  const actions: CorporateAction[] = [];
  const refused: string[] = [];
  for (const [group, items] of Object.entries(parsed.data.corporate_actions)) {
    for (const item of Array.isArray(items) ? items : [items]) {
      const action = readAction(group, item);
      if (action.ok) actions.push(action.value);
      else refused.push(action.error);
    }
  }
  return ok({ actions, refused, next: parsed.data.next_page_token });
}

function readAction(group: string, item: unknown): Result<CorporateAction> {
  const parsed = wireCorporateAction.safeParse(item);
  if (!parsed.success) return fail(describeIssues(`announcement in ${group}`, parsed.error));
  const wire = parsed.data;
  const kind = KINDS[group] ?? "other";
  const symbol = symbolOf(wire);
  const exDate = dateOf(wire.ex_date) ?? dateOf(wire.effective_date) ?? dateOf(wire.process_date);
  const raw = JSON.stringify({ [group]: [item] });
  if (symbol === null || exDate === null)
    return fail(`announcement in ${group} names no symbol or no day: ${raw.slice(0, 300)}`);
  return ok({
    id: wire.id ?? `${group}:${symbol}:${exDate}`,
    kind,
    venueType: group,
    symbol,
    exDate,
    ratio: ratioOf(kind, wire),
    newSymbol: newSymbolOf(kind, wire, symbol),
    cashRate: readPrice(wire.cash_rate ?? cashOf(kind, wire) ?? ""),
    payableDate: dateOf(wire.payable_date) ?? dateOf(wire.process_date),
    raw,
  });
}

function symbolOf(wire: WireCorporateAction): Ticker | null {
  const { symbol, old_symbol, source_symbol, acquiree_symbol } = wire;
  const name = symbol ?? old_symbol ?? source_symbol ?? acquiree_symbol;
  return name === null || name === "" ? null : ticker(name);
}

function dateOf(text: string | null): IsoDate | null {
  const date = parseIsoDate(text ?? "");
  return date.ok ? date.value : null;
}

function newSymbolOf(
  kind: CorporateKind,
  wire: WireCorporateAction,
  symbol: Ticker,
): Ticker | null {
  const name = kind === "merger" ? wire.acquirer_symbol : wire.new_symbol;
  const given = name !== null && name !== "" && name !== symbol;
  return given && changesHolding({ kind }) ? ticker(name) : null;
}

function ratioOf(kind: CorporateKind, wire: WireCorporateAction): ShareRatio | null {
  const read = readRatio(kind, wire);
  return read?.ok === true ? read.value : null;
}

function readRatio(kind: CorporateKind, wire: WireCorporateAction): Result<ShareRatio> | null {
  switch (kind) {
    case "split":
      return parseRatio(wire.new_rate ?? "", wire.old_rate ?? "");
    case "stock_dividend":
      return parseDividendRatio(wire.rate ?? "");
    case "name_change":
      return ok(SAME_SHARES);
    case "spin_off":
      return parseRatio(wire.new_rate ?? "", wire.source_rate ?? "");
    case "merger":
      return parseRatio(wire.acquirer_rate ?? "", wire.acquiree_rate ?? "");
    default:
      return null;
  }
}

/** In a merger and in what is paid for shares that go, "rate" is dollars; elsewhere it counts shares. */
function cashOf(kind: CorporateKind, { rate }: WireCorporateAction): string | null {
  return kind === "cash_dividend" || kind === "merger" || kind === "removal" ? rate : null;
}
