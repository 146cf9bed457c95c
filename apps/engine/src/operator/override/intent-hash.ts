import { createHash } from "node:crypto";
import type { OrderIntent } from "@interlock/core/order/order-intent";

/**
 * Returns the SHA-256, in hexadecimal, of what makes an order that order: everything but its own id and its signal's,
 * in one fixed order. Prices are in millionths of a dollar and quantities in billionths of a share.
 */
export function intentHash(intent: OrderIntent): string {
  const { symbol, side, quantity, timeInForce, extendedHours, purpose, strategyId } = intent;
  const pricing = pricesOf(intent);
  const canonical = [
    ["symbol", symbol],
    ["side", side],
    ["quantity", quantity],
    ...pricing,
    ["timeInForce", timeInForce],
    ["extendedHours", extendedHours],
    ["purpose", purpose],
    ["strategyId", strategyId],
  ];
  return createHash("sha256").update(JSON.stringify(canonical)).digest("hex");
}

function pricesOf({ pricing }: OrderIntent): readonly (readonly [string, unknown])[] {
  return [
    ["type", pricing.type],
    ["limitPrice", "limitPrice" in pricing ? pricing.limitPrice : null],
    ["stopPrice", "stopPrice" in pricing ? pricing.stopPrice : null],
  ];
}
