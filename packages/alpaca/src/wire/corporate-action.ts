import { z } from "zod";
import { optionalDecimal, optionalText } from "./scalars.ts";

/** GET /v1/corporate-actions: pages of announcements, grouped by type. Groups that are not known here are kept. */
export const wireCorporatePage = z.looseObject({
  corporate_actions: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((groups) => groups ?? {}),
  next_page_token: optionalText,
});

/** One announcement. Each type has some of these fields; rates are numbers, dates "YYYY-MM-DD". */
export const wireCorporateAction = z.looseObject({
  id: optionalText,
  symbol: optionalText,
  old_symbol: optionalText,
  new_symbol: optionalText,
  source_symbol: optionalText,
  acquirer_symbol: optionalText,
  acquiree_symbol: optionalText,
  rate: optionalDecimal,
  cash_rate: optionalDecimal,
  new_rate: optionalDecimal,
  old_rate: optionalDecimal,
  source_rate: optionalDecimal,
  acquirer_rate: optionalDecimal,
  acquiree_rate: optionalDecimal,
  ex_date: optionalText,
  effective_date: optionalText,
  process_date: optionalText,
  payable_date: optionalText,
});
export type WireCorporateAction = z.output<typeof wireCorporateAction>;
