import { nextOpen, sessionAt } from "../market/calendar.ts";
import {
  absoluteQuantity,
  addQuantity,
  minQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import { type Order, openQuantity } from "../order/order.ts";
import type { UnixMs } from "../time.ts";
import { isWorkingStop, stopEndsAt } from "./working-stop.ts";

/**
 * Which shares of a position a stop covers: one that works at the broker, whoever placed it, the engine's own, or none.
 * A stop at the broker acts also while the engine is gone, but in the regular session alone; the engine's own acts only
 * while it runs, sees a market and may send. Shares never count twice, and no more than are held.
 */
export interface StopCover {
  readonly held: Quantity;
  readonly byVenue: Quantity;
  /** Of `byVenue`: the shares that the engine's own watches, too. */
  readonly byBoth: Quantity;
  readonly byEngine: Quantity;
  readonly uncovered: Quantity;
  /** Shares for which nothing would act now: `uncovered`, and the broker's alone while those rest or are in doubt. */
  readonly unguarded: Quantity;
  /** Shares that the stops of now will cover at the broker when the regular session opens next. */
  readonly byVenueNext: Quantity;
  /** When the first of the broker's stops ends by itself; null where the venue names no end of any. */
  readonly expiresAt: UnixMs | null;
  /** Why the engine's own does not cover the rest; empty where it does, or where there is no rest. */
  readonly why: string;
  /** Why nothing would act for the unguarded shares; empty where there are none. */
  readonly whyUnguarded: string;
  /** Why what we know of the venue's orders may be old, as a phrase; empty where it is of now. */
  readonly doubt: string;
}

/** What a position's cover is read from. */
export interface CoverFacts {
  /** Signed shares. */
  readonly position: Quantity;
  /** Open orders of the symbol, ours and those of other programs. */
  readonly orders: readonly Order[];
  /** Why the engine's own stop-loss would not act now, as a phrase; empty where it would. */
  readonly whyNoLocal: string;
  /** Shares that it would leave alone where it acts, and why; absent where there are none. */
  readonly apart?: { readonly quantity: Quantity; readonly why: string } | undefined;
  /** Why what we know of the venue's orders may be old, as a phrase; empty where it is of now. */
  readonly doubt: string;
  readonly now: UnixMs;
}

/** Returns who covers which shares of a position. */
export function stopCover(facts: CoverFacts): StopCover {
  const { position, orders, now, doubt } = facts;
  const held = absoluteQuantity(position);
  const stops = orders.filter((order) => isWorkingStop(order, position, now));
  const byVenue = minQuantity(sumOf(stops), held);
  const local = localCover(facts, held);
  const rest = subtractQuantity(held, byVenue);
  const uncovered = minQuantity(local.left, rest);
  const byEngine = subtractQuantity(rest, uncovered);
  const byBoth = subtractQuantity(subtractQuantity(held, local.left), byEngine);
  const byVenueAlone = subtractQuantity(byVenue, byBoth);
  const idle = whyVenueIdle(facts);
  const lasting = stops.filter((order) => lastsBeyond(order, nextOpen(now)));
  const why = signOfQuantity(uncovered) === 0 ? "" : local.why;
  const alone = idle !== "" && signOfQuantity(byVenueAlone) > 0;
  return {
    ...{ held, byVenue, byBoth, byEngine, uncovered, why, doubt },
    unguarded: alone ? addQuantity(uncovered, byVenueAlone) : uncovered,
    whyUnguarded: [why, alone ? idle : ""].filter((part) => part !== "").join("; "),
    byVenueNext: minQuantity(sumOf(lasting), held),
    expiresAt: firstEnd(stops),
  };
}

/** The shares that the engine's own leaves alone, and why. */
function localCover({ whyNoLocal, apart }: CoverFacts, held: Quantity) {
  if (whyNoLocal !== "") return { left: held, why: whyNoLocal };
  return { left: minQuantity(apart?.quantity ?? ZERO_QUANTITY, held), why: apart?.why ?? "" };
}

/** Why a stop at the broker would not act now; empty where it would. */
function whyVenueIdle({ doubt, now }: CoverFacts): string {
  if (doubt !== "") return `stops at the broker are not known for sure: ${doubt}`;
  return sessionAt(now) === "regular" ? "" : "stops at the broker rest until the regular session";
}

function lastsBeyond(order: Order, time: UnixMs): boolean {
  const endsAt = stopEndsAt(order);
  return endsAt === null || endsAt > time;
}

function firstEnd(stops: readonly Order[]): UnixMs | null {
  const ends = stops.map(stopEndsAt).filter((endsAt) => endsAt !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

function sumOf(orders: readonly Order[]): Quantity {
  return orders.reduce((sum, order) => addQuantity(sum, openQuantity(order)), ZERO_QUANTITY);
}
