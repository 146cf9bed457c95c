import { z } from "zod";
import { optionalDecimal, optionalFlag, optionalText } from "./scalars.ts";

/** One tradable instrument of /v2/assets. */
export const wireAsset = z.looseObject({
  id: z.string().min(1),
  symbol: z.string().min(1),
  class: optionalText,
  exchange: optionalText,
  name: optionalText,
  status: optionalText,
  tradable: optionalFlag,
  marginable: optionalFlag,
  shortable: optionalFlag,
  easy_to_borrow: optionalFlag,
  fractionable: optionalFlag,
  borrow_status: optionalText,
  margin_requirement_long: optionalDecimal,
  margin_requirement_short: optionalDecimal,
});
export type WireAsset = z.output<typeof wireAsset>;
