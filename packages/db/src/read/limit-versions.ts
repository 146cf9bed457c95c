import { z } from "zod";
import type { LimitVersionRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";

const limitValues = z.record(z.string(), z.string());
const VERSIONS_MAX = 500;

/** Returns the limits that were in force on an account, newest first, at most 500 versions. */
export async function limitVersions(
  ledger: LedgerClient,
  accountId: string,
): Promise<LimitVersionRow[]> {
  const found = await ledger.limitVersion.findMany({
    where: { accountId },
    orderBy: { version: "desc" },
    take: VERSIONS_MAX,
  });
  return found.map((row) => ({
    ...row,
    at: row.at.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    limits: limitValues.parse(row.limits),
    journalSeq: Number(row.journalSeq),
  }));
}
