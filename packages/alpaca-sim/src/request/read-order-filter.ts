import type { Outcome } from "../venue/outcome.ts";
import { parseInstant, type Stamp } from "../venue/stamp.ts";
import { malformed } from "../venue/venue-error.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

/** Which orders GET /v2/orders lists. Times and ids are exclusive bounds by submission. */
export interface OrderFilter {
  readonly status: "open" | "closed" | "all";
  readonly limit: number;
  readonly after: Stamp | null;
  readonly until: Stamp | null;
  readonly direction: "asc" | "desc";
  readonly symbols: ReadonlySet<string> | null;
  readonly side: "buy" | "sell" | null;
  /** Whether legs are shown under their order instead of on their own. */
  readonly nested: boolean;
  readonly assetClass: string | null;
  readonly beforeOrderId: string | null;
  readonly afterOrderId: string | null;
}

/** A query as it came: names to values. */
export type Query = Readonly<Record<string, string | undefined>>;

const MOST_ORDERS = 500;
const USUAL_ORDERS = 50;

/** Reads the query of GET /v2/orders. */
export function readOrderFilter(query: Query): Outcome<OrderFilter> {
  return reading(() => {
    const bounds = ["before_order_id", "after_order_id", "after", "until"];
    const byId = bounds.slice(0, 2).filter((name) => isGiven(query[name]));
    const byTime = bounds.slice(2).filter((name) => isGiven(query[name]));
    if (byId.length > 1 || (byId.length === 1 && byTime.length > 0)) {
      throw new Refusal(
        malformed("before_order_id and after_order_id exclude each other, after and until"),
      );
    }
    return {
      status: readChoice("status", query["status"], ["open", "closed", "all"]),
      limit: readCount("limit", query["limit"], { usual: USUAL_ORDERS, most: MOST_ORDERS }),
      after: readInstant("after", query["after"]),
      until: readInstant("until", query["until"]),
      direction: readChoice("direction", query["direction"], ["desc", "asc"]),
      symbols: readSymbols(query["symbols"]),
      side: readSide(query["side"]),
      nested: query["nested"] === "true",
      assetClass: isGiven(query["asset_class"]) ? query["asset_class"] : null,
      beforeOrderId: lowerOrNull(query["before_order_id"]),
      afterOrderId: lowerOrNull(query["after_order_id"]),
    };
  });
}

function readSide(text: string | undefined): "buy" | "sell" | null {
  return isGiven(text) ? readChoice<"buy" | "sell">("side", text, ["buy", "sell"]) : null;
}

function lowerOrNull(text: string | undefined): string | null {
  return isGiven(text) ? text.toLowerCase() : null;
}

/** Reads one of a few words; the first is what an absent one means. */
export function readChoice<T extends string>(
  name: string,
  text: string | undefined,
  allowed: readonly [T, ...T[]],
): T {
  if (!isGiven(text)) return allowed[0];
  const found = allowed.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new Refusal(malformed(`invalid ${name}: must be ${allowed.join(", ")}`));
}

/** Reads a whole number from 1 up to a greatest one. */
export function readCount(
  name: string,
  text: string | undefined,
  bounds: { readonly usual: number; readonly most: number },
): number {
  if (!isGiven(text)) return bounds.usual;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= bounds.most) return count;
  throw new Refusal(malformed(`invalid ${name}: must be 1 to ${bounds.most}`));
}

/** Reads an instant; null when it is not given. */
export function readInstant(name: string, text: string | undefined): Stamp | null {
  if (!isGiven(text)) return null;
  const instant = parseInstant(text);
  if (instant.ok) return instant.value;
  throw new Refusal(malformed(`invalid ${name}: ${instant.error}`));
}

/** Reads a list of symbols with commas between; null when none is given. */
export function readSymbols(text: string | undefined): ReadonlySet<string> | null {
  if (!isGiven(text)) return null;
  const symbols = text.split(",").map((symbol) => symbol.trim().toUpperCase());
  return new Set(symbols.filter((symbol) => symbol !== ""));
}
