import { negateQuantity, type Quantity } from "../number/quantity.ts";

/** Direction of an order or fill. A short sale is a sell. */
export type Side = "buy" | "sell";

/** Returns the quantity with the sign that it adds to a position: buys positive, sells negative. */
export function signedQuantity(side: Side, quantity: Quantity): Quantity {
  return side === "buy" ? quantity : negateQuantity(quantity);
}

/** Returns the other side. */
export function oppositeSide(side: Side): Side {
  return side === "buy" ? "sell" : "buy";
}
