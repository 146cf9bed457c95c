import type { WireReplaceRequest } from "@interlock/alpaca/wire/order-request";
import { isWholeShares } from "@interlock/core/number/quantity";
import type { Outcome } from "../venue/outcome.ts";
import type { OrderChanges } from "../venue/order/replace.ts";
import { malformed } from "../venue/venue-error.ts";
import { readQuantity, readTimeInForce } from "./read-order-request.ts";
import { isGiven, Refusal, readPrice, reading } from "./reading.ts";

/** Reads the body of PATCH /v2/orders/{id}. */
export function readReplaceRequest(body: WireReplaceRequest): Outcome<OrderChanges> {
  return reading(() => {
    const quantity = isGiven(body.qty) ? readQuantity(body.qty) : null;
    if (quantity !== null && !isWholeShares(quantity)) {
      throw new Refusal(malformed("qty must be a whole number of shares"));
    }
    return {
      quantity,
      timeInForce: isGiven(body.time_in_force) ? readTimeInForce(body.time_in_force) : null,
      limitPrice: readPrice("limit", body.limit_price),
      stopPrice: readPrice("stop", body.stop_price),
      trail: isGiven(body.trail) ? String(body.trail) : null,
      clientOrderId: isGiven(body.client_order_id) ? body.client_order_id : null,
    };
  });
}
