import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { EngineProcess } from "../engine/engine-process.ts";
import type { Evidence } from "./evidence.ts";

/**
 * What risk reckons with is never below the truth: long and short, with every order that works, is on its way, or of
 * which nobody knows whether it arrived (I3, I7).
 */
export function auditExposure(evidence: Evidence, { views }: EngineProcess): void {
  const { truth, findings, book } = evidence;
  // What filled of an order before it was replaced is told by nothing but its own report, beside the larger of the two:
  // until the figures agree its symbol has a break and takes no new risk, which is audited with every approval.
  const replacing = new Set(book.replacing.values());
  const rows = new Map<string, (typeof views.totals.symbols)[keyof typeof views.totals.symbols]>(
    Object.entries(views.totals.symbols),
  );
  for (const [symbol, { position, buys, sells }] of truth.holdings(evidence)) {
    if (replacing.has(symbol)) continue;
    const row = rows.get(symbol);
    const held = quantityUnits(row?.position ?? ZERO_QUANTITY);
    const mostLong = held + quantityUnits(row?.openOrders.buys ?? ZERO_QUANTITY);
    const mostShort = held - quantityUnits(row?.openOrders.sells ?? ZERO_QUANTITY);
    if (mostLong < position + buys)
      findings.add(
        "I3",
        `${symbol} may become ${position + buys} and ${mostLong} is reckoned with`,
      );
    if (mostShort > position - sells)
      findings.add(
        "I3",
        `${symbol} may become ${position - sells} and ${mostShort} is reckoned with`,
      );
  }
}
