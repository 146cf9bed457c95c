import type { Money } from "../../number/money.ts";
import type { Quantity } from "../../number/quantity.ts";
import type { Denial, DenialCode } from "../denial.ts";
import type { LimitKeysOf } from "../limit-fields.ts";
import type { LimitKey } from "../limits.ts";

/**
 * What a person may lift for one order (RTS 6 art. 15(6): an override is for a specific trade, temporary and
 * exceptional): lines of the limits that size or price this one order, by a figure that has a ceiling. Nothing that
 * says whether trading may go on, what is known of the market and the account, or how often and how much is sent: a
 * block that can be overridden is none.
 */

/** The limits with a number that an override may raise to its ceiling. */
type NumberKey = LimitKeysOf<Quantity> | LimitKeysOf<Money> | LimitKeysOf<number>;

/**
 * The line that an override raises to its ceiling: of the order's limits, which are the tightest of all levels, or of
 * the limits on its strategy's own book.
 */
export interface LiftedLine {
  readonly of: "order" | "strategy";
  readonly key: NumberKey & LimitKey;
}

/** Whether a person may lift a denial for one order, and why, as the end of a sentence. */
export interface Liftable {
  /** Null: nobody may. */
  readonly line: LiftedLine | null;
  readonly why: string;
}

const THIS_ORDER = "it is the size of this order alone";
const THIS_POSITION = "it is what this order makes of one position";
const THIS_BOOK = "it is what this order adds to the book, and the ceiling still bounds it";
const PACE = "a pace is set by all orders together, and passes by itself";
const STANDING = "it says that trading must wait, whatever the order is";
const FACT = "it is a fact about the market, and no limit of ours";
const UNKNOWN = "what cannot be measured does not pass";
const LOSS = "a loss is stopped, not argued with";
const LISTS = "a list is changed for everybody, with a reason, or holds";
const CANARY = "the first days of live trading stay small for everybody";
const CREDIT = "it bounds what the whole account borrows";

/** Judges every reason for which an order is denied. Closed: a denial that is missing here does not compile. */
export const LIFTABLE: Readonly<Record<DenialCode, Liftable>> = {
  order_quantity: lifts("order", "maxOrderQuantity", THIS_ORDER),
  order_notional: lifts("order", "maxOrderNotional", THIS_ORDER),
  sliced_quantity: lifts("order", "maxOrderQuantity", "it is the same line as the order's size"),
  sliced_notional: lifts("order", "maxOrderNotional", "it is the same line as the order's worth"),
  order_volume_share: lifts("order", "maxOrderVolumeBps", THIS_ORDER),
  position_volume_share: lifts("order", "maxPositionVolumeBps", THIS_POSITION),
  position_quantity: lifts("order", "maxPositionQuantity", THIS_POSITION),
  position_notional: lifts("order", "maxPositionNotional", THIS_POSITION),
  concentration: lifts("order", "maxConcentrationBps", THIS_POSITION),
  sector_exposure: lifts("order", "maxSectorExposureBps", THIS_BOOK),
  gross_exposure: lifts("order", "maxGrossExposure", THIS_BOOK),
  net_exposure: lifts("order", "maxNetExposure", THIS_BOOK),
  long_exposure: lifts("order", "maxLongExposure", THIS_BOOK),
  short_exposure: lifts("order", "maxShortExposure", THIS_BOOK),
  price_collar: lifts("order", "priceCollarBps", "it is the price of this order, read back twice"),
  strategy_position_quantity: lifts("strategy", "maxPositionQuantity", THIS_POSITION),
  strategy_position_notional: lifts("strategy", "maxPositionNotional", THIS_POSITION),
  strategy_gross_exposure: lifts("strategy", "maxGrossExposure", THIS_BOOK),
  trading_state: never(STANDING),
  golive_approval: never("no person alone lets real money trade"),
  canary_order_notional: never(CANARY),
  canary_gross_exposure: never(CANARY),
  after_resume: never(STANDING),
  stop_loss: never("the stop-loss closes first"),
  symbol_permission: never(LISTS),
  restricted_symbol: never(LISTS),
  allowed_symbol: never(LISTS),
  untradable_asset: never(FACT),
  short_sale: never(FACT),
  reconciliation_break: never("the books must agree before they grow"),
  corporate_action: never("the position is not known until the venue shows it"),
  projection_lag: never(STANDING),
  session: never(FACT),
  session_order_type: never(FACT),
  warm_up: never(STANDING),
  trading_halt: never(FACT),
  market_condition: never(FACT),
  duplicate_intent: never("an order that is sent twice is what the check is for"),
  order_rate: never(PACE),
  message_rate: never(PACE),
  cancel_rate: never(PACE),
  window_orders: never(PACE),
  symbol_window_orders: never(PACE),
  window_notional: never(PACE),
  symbol_window_notional: never(PACE),
  open_orders: never(PACE),
  strategy_order_rate: never(PACE),
  strategy_open_orders: never(PACE),
  self_trade: never("a trade with ourselves is forbidden"),
  price_tick: never(FACT),
  price_band: never(FACT),
  reference_quote: never(UNKNOWN),
  quote_age: never(UNKNOWN),
  parent_quantity: never("the strategy did not ask for it"),
  crosses_zero: never("close first, then open"),
  daily_volume: never(UNKNOWN),
  valuation: never(UNKNOWN),
  equity: never(CREDIT),
  leverage: never(CREDIT),
  buying_power: never(CREDIT),
  margin_deficit: never(CREDIT),
  daily_loss: never(LOSS),
  strategy_daily_loss: never(LOSS),
  risk_check_failed: never(UNKNOWN),
  override_misfit: never("the order is not the one that was looked at, or not any more"),
};

function lifts(of: LiftedLine["of"], key: LiftedLine["key"], why: string): Liftable {
  return { line: { of, key }, why };
}

function never(why: string): Liftable {
  return { line: null, why };
}

/** Returns the denials among them that nobody may lift; empty when all may be. */
export function unliftable(denials: readonly Denial[]): readonly Denial[] {
  return denials.filter(({ code }) => liftedLine(code) === null);
}

/** Says whether a person may lift a denial: nobody may, where another build gave a code that this one does not know. */
export function liftableOf(code: DenialCode): Liftable {
  const judged: Partial<typeof LIFTABLE> = LIFTABLE;
  return judged[code] ?? NOT_JUDGED;
}

const NOT_JUDGED = never("this build does not know the check that denied it");

/** Returns the line that lifting a denial raises; null where nobody may lift it. */
export function liftedLine(code: DenialCode): LiftedLine | null {
  return liftableOf(code).line;
}

/** Tells whether a denial is of a line that is lifted with one of these codes. */
export function isLifted(code: DenialCode, lifted: readonly DenialCode[]): boolean {
  const line = liftedLine(code);
  if (line === null) return false;
  return lifted.some((other) => {
    const found = liftedLine(other);
    return found?.of === line.of && found.key === line.key;
  });
}
