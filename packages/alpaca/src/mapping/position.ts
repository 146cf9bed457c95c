import { type Ticker, ticker } from "@interlock/core/ids";
import { negateQuantity, signOfQuantity } from "@interlock/core/number/quantity";
import type {
  PositionList,
  UnreadablePosition,
  VenuePosition,
} from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";
import { type WirePosition, wirePosition } from "../wire/position.ts";
import { readPrice, readQuantity } from "./decimal.ts";
import { describeIssues } from "./schema-issues.ts";

/** Reads one position. A short one is negative whether the venue signs its quantity or only says `side: short`. */
export function readPosition(json: unknown): Result<VenuePosition> {
  const parsed = wirePosition.safeParse(json);
  if (!parsed.success) return fail(describeIssues("position", parsed.error));
  const position = parsed.data;
  const quantity = readQuantity(position.qty);
  if (quantity === null) {
    return fail(`position quantity "${position.qty}" of ${position.symbol} must be a number`);
  }
  const unsignedShort = position.side === "short" && signOfQuantity(quantity) > 0;
  return ok({
    symbol: ticker(position.symbol),
    quantity: unsignedShort ? negateQuantity(quantity) : quantity,
    averagePrice: position.avg_entry_price,
    ...freeOf(position),
    ...pricesOf(position),
  });
}

/** The shares that the venue holds for no order. */
function freeOf({ qty_available: text }: WirePosition): Pick<VenuePosition, "available"> {
  const available = readQuantity(text ?? "");
  return available === null ? {} : { available };
}

/** The prices by which the venue values a position. One that it leaves out, or that is none, is absent. */
function pricesOf(position: WirePosition): Pick<VenuePosition, "currentPrice" | "priorClose"> {
  const current = readPrice(position.current_price ?? "");
  const close = readPrice(position.lastday_price ?? "");
  return {
    ...(current === null ? {} : { currentPrice: current }),
    ...(close === null ? {} : { priorClose: close }),
  };
}

/**
 * Reads all positions, each with its message as evidence. One that cannot be read fails the answer, for a partial list
 * looks like a flat account.
 */
export function readPositions(json: unknown): Result<readonly VenuePosition[]> {
  const list = readPositionList(json);
  if (!list.ok) return list;
  const [first] = list.value.unreadable;
  return first === undefined ? ok(list.value.positions) : fail(first.why);
}

/** Reads all positions for one who closes what can be closed: those that cannot be read stand beside the others. */
export function readPositionList(json: unknown): Result<PositionList> {
  if (!Array.isArray(json)) return fail("positions must be a list");
  const positions: VenuePosition[] = [];
  const unreadable: UnreadablePosition[] = [];
  for (const item of json) {
    const position = readPosition(item);
    const raw = JSON.stringify(item);
    if (position.ok) positions.push({ ...position.value, raw });
    else unreadable.push({ symbol: symbolOf(item), why: position.error, raw });
  }
  return ok({ positions, unreadable });
}

function symbolOf(item: unknown): Ticker | null {
  const named = symbolAlone.safeParse(item);
  return named.success ? ticker(named.data.symbol) : null;
}

const symbolAlone = wirePosition.pick({ symbol: true });
