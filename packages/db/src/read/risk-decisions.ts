import { z } from "zod";
import type { RiskDecisionModel } from "../generated/models.ts";
import type { RiskCheckRow, RiskDecisionRow } from "../projection/rows.ts";
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
import { maybeDollars, placeFields, sharesText } from "./read-row.ts";

/** Which decisions to show. Conditions that are absent or null do not restrict. */
export interface RiskDecisionsQuery extends PageRequest {
  readonly outcome?: RiskDecisionRow["outcome"] | null | undefined;
  readonly symbol?: string | null | undefined;
  readonly strategyId?: string | null | undefined;
}

/** Returns risk's decisions, newest first. Denied intents have no order: they are found here. Throws BadCursor. */
export async function riskDecisionsPage(
  ledger: LedgerClient,
  query: RiskDecisionsQuery,
): Promise<Page<RiskDecisionRow>> {
  const { outcome, symbol, strategyId } = query;
  const length = pageLength(query);
  const found = await ledger.riskDecision.findMany({
    where: {
      ...(outcome ? { outcome } : {}),
      ...(symbol ? { symbol } : {}),
      ...(strategyId ? { strategyId } : {}),
      ...afterPlace(query.cursor),
    },
    orderBy: [...NEWEST_FIRST],
    take: length + 1,
  });
  return toPage(found, { length, read: readDecision, keyOf: placeOf });
}

/** Returns the decision about one intent; null when none is known. */
export async function riskDecisionOf(
  ledger: LedgerClient,
  clientOrderId: string,
): Promise<RiskDecisionRow | null> {
  const found = await ledger.riskDecision.findFirst({
    where: { clientOrderId },
    orderBy: [...NEWEST_FIRST],
  });
  return found === null ? null : readDecision(found);
}

/** The checks of a decision as their column keeps them. */
export const checkList: z.ZodType<RiskCheckRow[]> = z.array(
  z.object({
    check: z.string(),
    label: z.string(),
    passed: z.boolean(),
    applied: z.boolean().default(true),
    value: z.string(),
    limit: z.string(),
    sentence: z.string(),
  }),
);

function readDecision(row: RiskDecisionModel): RiskDecisionRow {
  return {
    ...row,
    ...placeFields(row),
    checks: checkList.parse(row.checks),
    quantity: sharesText(row.quantity),
    limitPrice: maybeDollars(row.limitPrice),
    stopPrice: maybeDollars(row.stopPrice),
    arrivalMid: maybeDollars(row.arrivalMid),
  };
}
