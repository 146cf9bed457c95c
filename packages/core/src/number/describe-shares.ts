import { formatQuantity, type Quantity } from "./quantity.ts";

/** Returns "1 share", "250 shares". */
export function describeShares(quantity: Quantity): string {
  const text = formatQuantity(quantity);
  return text === "1" ? "1 share" : `${text} shares`;
}
