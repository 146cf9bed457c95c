import { z } from "zod";
import type { EngineState } from "../state.ts";
import {
  formatMoney,
  moneyUnits,
  parseMoney,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity, quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { totalFees } from "@interlock/core/fees/regulatory-fees";
import type { Position } from "@interlock/core/position/position";
import type { Fill } from "@interlock/core/fill/fill";

/** What the simulated venue says of its account: the whole truth, for comparison. */
export const venueTruth = z.object({
  venue_time: z.string(),
  cash: z.string(),
  fees_accrued: z.object({ total: z.string() }),
  fees_charged: z.object({ total: z.string() }),
  positions: z.array(
    z.object({
      symbol: z.string(),
      qty: z.string(),
      cost_basis: z.string(),
      realized_pl: z.string(),
    }),
  ),
  open_orders: z.number(),
  orders: z.array(
    z.looseObject({ client_order_id: z.string(), status: z.string(), filled_qty: z.string() }),
  ),
  fills: z.array(
    z.object({
      execution_id: z.string(),
      client_order_id: z.string(),
      symbol: z.string(),
      side: z.string(),
      qty: z.string(),
      price: z.string(),
    }),
  ),
});
export type VenueTruth = z.infer<typeof venueTruth>;

/** One figure from two sides. */
export interface Comparison {
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
  readonly agrees: boolean;
}

/** Half a cent. */
const CENT_TOLERANCE_UNITS = 5_000;

/** Compares our ledger with the venue's, to the cent and the share, order by order and fill by fill. */
export function compareWithVenue(
  state: EngineState,
  fills: readonly Fill[],
  truth: VenueTruth,
): Comparison[] {
  const { portfolio } = state;
  const held = Object.values<Position>(portfolio.positions).filter(
    (one) => quantityUnits(one.quantity) !== 0,
  );
  const symbols = new Set<string>([
    ...held.map((one) => one.symbol),
    ...truth.positions.map((one) => one.symbol),
  ]);
  const positions = [...symbols].sort().map((symbol) => {
    const ours = held.find((one) => one.symbol === symbol)?.quantity ?? ZERO_QUANTITY;
    return same(
      `position ${symbol}`,
      formatQuantity(ours),
      truth.positions.find((one) => one.symbol === symbol)?.qty ?? "0",
    );
  });
  return [
    toTheCent("cash", formatMoney(portfolio.cash), truth.cash),
    toTheCent(
      "fees accrued",
      formatMoney(totalFees(portfolio.accruedFees)),
      truth.fees_accrued.total,
    ),
    toTheCent(
      "fees charged",
      formatMoney(portfolio.chargedFees),
      positive(truth.fees_charged.total),
    ),
    ...positions,
    same("fills", fillList(fills.map(describeFill)), fillList(truth.fills.map(describeTruth))),
    same(
      "client order ids that the venue has twice",
      "0",
      String(truth.orders.length - new Set(truth.orders.map((one) => one.client_order_id)).size),
    ),
  ];
}

function describeFill(fill: Fill): string {
  return [
    fill.executionId,
    fill.clientOrderId,
    fill.symbol,
    fill.side,
    formatQuantity(fill.quantity),
    trimmed(formatPrice(fill.price)),
  ].join(" ");
}

function describeTruth(fill: VenueTruth["fills"][number]): string {
  return [
    fill.execution_id,
    fill.client_order_id,
    fill.symbol,
    fill.side,
    fill.qty,
    trimmed(fill.price),
  ].join(" ");
}

/** Writes a decimal without trailing zeros, so that two writers of the same number agree. */
function trimmed(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** Stands for a list of fills: their number, and a text that is the same only when all of them are. */
function fillList(fills: readonly string[]): string {
  return `${fills.length}\n${[...fills].sort().join("\n")}`;
}

function same(what: string, ours: string, theirs: string): Comparison {
  const agrees = ours === theirs;
  return { what, ours: firstLine(ours), theirs: firstLine(theirs), agrees };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function toTheCent(what: string, ours: string, theirs: string): Comparison {
  const a = parseMoney(ours);
  const b = parseMoney(theirs);
  const difference =
    a.ok && b.ok ? Math.abs(moneyUnits(subtractMoney(a.value, b.value))) : Number.POSITIVE_INFINITY;
  return { what, ours, theirs, agrees: difference < CENT_TOLERANCE_UNITS };
}

function positive(amount: string): string {
  const parsed = parseMoney(amount);
  return parsed.ok && moneyUnits(parsed.value) < 0
    ? formatMoney(subtractMoney(ZERO_MONEY, parsed.value))
    : amount;
}
