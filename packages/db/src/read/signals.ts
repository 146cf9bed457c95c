import type { SignalModel } from "../generated/models.ts";
import type { SignalRow } from "../projection/rows.ts";
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
import { placeFields } from "./read-row.ts";

/** Which signals to show. Conditions that are absent or null do not restrict. */
export interface SignalsQuery extends PageRequest {
  readonly strategyId?: string | null | undefined;
  readonly symbol?: string | null | undefined;
}

/** Returns signals, newest first. Throws BadCursor. */
export async function signalsPage(
  ledger: LedgerClient,
  query: SignalsQuery,
): Promise<Page<SignalRow>> {
  const { strategyId, symbol } = query;
  const length = pageLength(query);
  const found = await ledger.signal.findMany({
    where: {
      ...(strategyId ? { strategyId } : {}),
      ...(symbol ? { symbol } : {}),
      ...afterPlace(query.cursor),
    },
    orderBy: [...NEWEST_FIRST],
    take: length + 1,
  });
  return toPage(found, { length, read: readSignal, keyOf: placeOf });
}

/** Returns one signal; null when there is none of that id. */
export async function signalById(
  ledger: LedgerClient,
  signalId: string,
): Promise<SignalRow | null> {
  const found = await ledger.signal.findFirst({ where: { signalId } });
  return found === null ? null : readSignal(found);
}

function readSignal(row: SignalModel): SignalRow {
  return { ...row, ...placeFields(row) };
}
