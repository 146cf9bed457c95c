import { type Price, parsePrice } from "@interlock/core/number/price";
import type { Result } from "@interlock/core/result";
import { granted, type Outcome, refused } from "../venue/outcome.ts";
import { malformed, unprocessable, type VenueError } from "../venue/venue-error.ts";

/** An amount as clients send it. */
export type WireAmount = string | number | null | undefined;

/** Thrown inside a reader to leave it with the first fault; never leaves this folder. */
export class Refusal extends Error {
  readonly error: VenueError;
  constructor(error: VenueError) {
    super(error.message);
    this.error = error;
  }
}

/** Runs a reader and turns the first fault into a refusal. */
export function reading<T>(read: () => T): Outcome<T> {
  try {
    return granted(read());
  } catch (error: unknown) {
    if (error instanceof Refusal) return refused(error.error);
    throw error;
  }
}

/** Tells whether a client sent the amount at all. */
export function isGiven(amount: WireAmount): amount is string | number {
  return amount !== null && amount !== undefined && amount !== "";
}

/** Returns an amount as text. JSON numbers below a millionth are not written with an exponent. */
export function amountText(amount: string | number): string {
  const text = String(amount);
  if (typeof amount === "string" || !text.includes("e-")) return text;
  return amount.toFixed(20).replace(/\.?0+$/, "");
}

/** Reads a price above zero; null when it is not given. `field` names it where it is not the order's own. */
export function readPrice(
  name: "limit" | "stop",
  amount: WireAmount,
  field: string = name,
): Price | null {
  if (!isGiven(amount)) return null;
  const text = amountText(amount);
  if (Number(text) <= 0) throw new Refusal(malformed(`${field} price must be > 0`));
  const price: Result<Price> = parsePrice(text);
  if (price.ok) return price.value;
  if (/^\d+\.\d{7,}$/.test(text)) {
    const rule = "sub-penny increment does not fulfill minimum pricing criteria";
    throw new Refusal(unprocessable(`invalid ${field}_price ${text}. ${rule}`));
  }
  throw new Refusal(malformed(`invalid ${field}_price: ${price.error}`));
}
