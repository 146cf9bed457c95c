import { parseFixed } from "@interlock/core/number/fixed";
import type { ClosePart } from "../venue/account/close-position.ts";
import type { Outcome } from "../venue/outcome.ts";
import { malformed } from "../venue/venue-error.ts";
import { readQuantity } from "./read-order-request.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

const PERCENT_DECIMALS = 9;
const ALL = 100_000_000_000;

/** Reads the query of DELETE /v2/positions/{symbol}: `qty` or `percentage` (above 0, at most 100), not both. */
export function readCloseRequest(query: {
  readonly qty: string | undefined;
  readonly percentage: string | undefined;
}): Outcome<ClosePart> {
  return reading(() => {
    if (isGiven(query.qty) && isGiven(query.percentage)) {
      throw new Refusal(malformed("only one of qty or percentage is accepted"));
    }
    if (isGiven(query.qty)) return { kind: "quantity", quantity: readQuantity(query.qty) };
    if (!isGiven(query.percentage)) return { kind: "all" };
    const share = parseFixed(query.percentage, PERCENT_DECIMALS);
    if (!share.ok || share.value <= 0 || share.value > ALL) {
      throw new Refusal(malformed("percentage must be > 0 and <= 100, with up to 9 decimals"));
    }
    return { kind: "percentage", share: share.value };
  });
}
