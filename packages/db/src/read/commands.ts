import type { CommandModel } from "../generated/models.ts";
import type { CommandRow } from "../projection/rows.ts";
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

/** Returns operators' commands with their answers, newest first. Throws BadCursor. */
export async function commandsPage(
  ledger: LedgerClient,
  query: PageRequest,
): Promise<Page<CommandRow>> {
  const length = pageLength(query);
  const found = await ledger.command.findMany({
    where: afterPlace(query.cursor),
    orderBy: [...NEWEST_FIRST],
    take: length + 1,
  });
  const read = (row: CommandModel): CommandRow => ({ ...row, ...placeFields(row) });
  return toPage(found, { length, read, keyOf: placeOf });
}
