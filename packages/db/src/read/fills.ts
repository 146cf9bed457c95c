import type { FillModel } from "../generated/models.ts";
import type { FillRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";
import {
  afterPlace,
  NEWEST_FIRST,
  type Page,
  type PageRequest,
  pageLength,
  placeOf,
  toPage,
} from "./page.ts";
import { dollarsText, placeFields, sharesText } from "./read-row.ts";

/** Which fills to show. Conditions that are absent or null do not restrict. */
export interface FillsQuery extends PageRequest {
  readonly symbol?: string | null | undefined;
  readonly strategyId?: string | null | undefined;
}

/** Returns fills, newest first by the venue's time. Throws BadCursor. */
export async function fillsPage(ledger: LedgerClient, query: FillsQuery): Promise<Page<FillRow>> {
  const { symbol, strategyId } = query;
  const length = pageLength(query);
  const found = await ledger.fill.findMany({
    where: {
      ...(symbol ? { symbol } : {}),
      ...(strategyId ? { strategyId } : {}),
      ...afterPlace(query.cursor),
    },
    orderBy: [...NEWEST_FIRST],
    take: length + 1,
  });
  return toPage(found, { length, read: readFill, keyOf: placeOf });
}

/** Returns the fills of one order, oldest first. */
export async function orderFills(ledger: LedgerClient, clientOrderId: string): Promise<FillRow[]> {
  const found = await ledger.fill.findMany({
    where: { clientOrderId },
    orderBy: [{ at: "asc" }, { journalSeq: "asc" }, { recordIndex: "asc" }],
  });
  return found.map(readFill);
}

/**
 * Returns the fills of the journal entries from `fromSeq` on, in the journal's order, at most `limit`: what
 * verify-audit compares with the journal.
 */
export async function fillRange(
  ledger: LedgerClient,
  { fromSeq, limit }: { fromSeq: number; limit: number },
): Promise<FillRow[]> {
  const found = await ledger.fill.findMany({
    where: { journalSeq: { gte: BigInt(fromSeq) } },
    orderBy: [{ journalSeq: "asc" }, { recordIndex: "asc" }],
    take: limit,
  });
  return found.map(readFill);
}

function readFill(row: FillModel): FillRow {
  return {
    ...row,
    ...placeFields(row),
    quantity: sharesText(row.quantity),
    price: dollarsText(row.price),
    fee: dollarsText(row.fee),
  };
}
