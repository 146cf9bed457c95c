import type { Check } from "../src/risk/check.ts";
import { CHECKS } from "../src/risk/check-table.ts";
import { type DenialCode, describeDenial } from "../src/risk/denial.ts";
import { LOWER_LEVELS, SAME_MEASURE_KEYS } from "../src/risk/levels/limit-levels.ts";
import type { LimitKey } from "../src/risk/limits.ts";
import { LIFTABLE } from "../src/risk/override/liftable.ts";
import { SENTENCES } from "./denial-sentences.ts";

/** What a person does about each denial. A code without a step does not compile. */
const NEXT_STEPS: Readonly<Record<DenialCode, string>> = {
  trading_state: "See what holds trading; resume, or let the hold's evidence end it.",
  golive_approval: "Look at the page Go-live: what is missing, and who decides it.",
  canary_order_notional: "Send a smaller order, or wait for the next step of the canary ladder.",
  canary_gross_exposure: "Close something, or wait for the next step of the canary ladder.",
  after_resume: "Wait until it is over; a person may close meanwhile.",
  stop_loss: "Wait for the close, then for the strategy's fresh opinion or the next market day.",
  symbol_permission: "Add the symbol to the universe, or wait for the order stream and the lease.",
  restricted_symbol: "Take the symbol off the restricted list, with a reason, or leave it.",
  allowed_symbol: "Add the symbol to the allowed list, with a reason, or leave it.",
  untradable_asset: "Wait until the venue trades the symbol again; what is held may be closed.",
  short_sale: "Sell only what is held, or wait until the venue lends the symbol.",
  reconciliation_break: "Look at the break on the page Reconciliation.",
  corporate_action: "Wait until the venue shows the action; a person may close what is named.",
  projection_lag: "See that the database runs; it catches up by itself.",
  session: "Wait for a session that the limits name.",
  session_order_type:
    "Send a limit order for extended hours that rests, or wait for the regular session.",
  warm_up: "Wait until the engine is warm.",
  trading_halt: "Wait until the market resumes the symbol.",
  market_condition: "Wait for a market that can be traded.",
  duplicate_intent: "Nothing, if it was a repeat; otherwise wait out the window.",
  order_rate: "Wait a minute, or slow the strategy down.",
  message_rate: "Wait a second, or slow the strategies down.",
  cancel_rate: "Wait a minute, and see what is canceled so often.",
  window_orders: "Wait until the window has moved on.",
  symbol_window_orders: "Wait until the window has moved on, and see what the strategy repeats.",
  open_orders: "Wait for open orders to end, or cancel some.",
  self_trade: "Cancel the own order on the other side first.",
  price_tick: "Round the price to the tick.",
  price_band: "Price the order inside the bands.",
  reference_quote: "Wait for a quote with both sides.",
  quote_age: "Wait for a new quote; see that market data flows.",
  price_collar: "Price the order nearer to the midpoint.",
  order_quantity: "Send a smaller order.",
  order_notional: "Send a smaller order.",
  sliced_quantity: "Wait until the window has moved on: the refused order stays refused in slices.",
  sliced_notional: "Wait until the window has moved on: the refused order stays refused in slices.",
  window_notional: "Wait until the window has moved on.",
  symbol_window_notional: "Wait until the window has moved on, and see what the strategy repeats.",
  parent_quantity:
    "Find out why the strategy asked twice or counts wrongly; it stays off until a person enables it.",
  daily_volume:
    "Wait until the venue's daily bars are read again, or allow unknown volume, with a reason.",
  order_volume_share: "Send a smaller order.",
  position_volume_share: "Reduce the position, or cancel open orders in the symbol.",
  crosses_zero: "Close what is held first, then open the other side.",
  valuation: "Wait for a price of everything that is held.",
  position_quantity: "Reduce the position, or cancel open orders in the symbol.",
  position_notional: "Reduce the position, or cancel open orders in the symbol.",
  gross_exposure: "Reduce positions, or cancel open orders.",
  net_exposure: "Reduce the larger side.",
  long_exposure: "Reduce long positions.",
  short_exposure: "Reduce short positions.",
  equity: "See that the venue answers for the account, and that both books agree.",
  concentration: "Reduce the position, or spread over more symbols.",
  sector_exposure: "Reduce the sector, or put a symbol that is in none into its own.",
  leverage: "Reduce positions.",
  buying_power: "Wait for the venue's next figure, or free buying power.",
  margin_deficit: "Reduce positions until the venue shows no deficit.",
  strategy_order_rate: "Wait a minute, or slow the strategy down.",
  strategy_open_orders: "Wait for the strategy's orders to end, or cancel some.",
  strategy_position_quantity: "Reduce what the strategy holds of the symbol.",
  strategy_position_notional: "Reduce what the strategy holds of the symbol.",
  strategy_gross_exposure: "Reduce what the strategy holds.",
  strategy_daily_loss: "Let the strategy rest; its loss counts anew on the next market day.",
  daily_loss: "Confirm in the next session; only orders that reduce pass today.",
  risk_check_failed: "Tell the engineers: what cannot be checked does not pass.",
  override_misfit:
    "Have the order denied anew, look at it again, and ask for an override of that one.",
};

/** The limits that bound the same measure at several levels, by the denial that they give. */
const LEVELED: Readonly<Partial<Record<DenialCode, LimitKey>>> = {
  order_rate: "maxOrdersPerMinute",
  open_orders: "maxOpenOrders",
  quote_age: "maxQuoteAgeMs",
  price_collar: "priceCollarBps",
  order_quantity: "maxOrderQuantity",
  order_notional: "maxOrderNotional",
  position_quantity: "maxPositionQuantity",
  position_notional: "maxPositionNotional",
  order_volume_share: "maxOrderVolumeBps",
  position_volume_share: "maxPositionVolumeBps",
  gross_exposure: "maxGrossExposure",
  net_exposure: "maxNetExposure",
  long_exposure: "maxLongExposure",
  short_exposure: "maxShortExposure",
  concentration: "maxConcentrationBps",
  sector_exposure: "maxSectorExposureBps",
  leverage: "maxLeverageBps",
  daily_loss: "maxDailyLoss",
  short_sale: "shortSelling",
};

/** One denial as docs/denials.md lists it. */
export interface DenialGuideRow {
  readonly code: string;
  readonly label: string;
  /** What the check measures, and which side of its limit passes. */
  readonly measured: string;
  /** What it says, of one case. */
  readonly says: string;
  readonly levels: readonly string[];
  readonly appliesToReducing: boolean;
  /** Whether a person may lift it for one order, and why. */
  readonly lifted: string;
  readonly next: string;
}

/** Every denial, in the order in which the checks are evaluated. */
export const DENIAL_GUIDE: readonly DenialGuideRow[] = [
  ...CHECKS.map((check) => row(check, measuredBy(check))),
  row(
    { code: "risk_check_failed", label: "A check that could not be made", appliesToReducing: true },
    "nothing",
  ),
  row(
    { code: "override_misfit", label: "An override of another order", appliesToReducing: true },
    "nothing",
  ),
];

/** E.g. "shares, at most the limit", or the words of a check that measures no number. */
function measuredBy({ unit, bound, words }: Check): string {
  const side = `${bound.replace("_", " ")} the limit`;
  return unit === "words"
    ? `${words.join(", ")}: ${side}`
    : `${unit.replaceAll("_", " ")}, ${side}`;
}

function row(
  check: Pick<DenialGuideRow, "label" | "appliesToReducing"> & { readonly code: DenialCode },
  measured: string,
): DenialGuideRow {
  const { code, label, appliesToReducing } = check;
  const example = SENTENCES.find(([denial]) => denial.code === code)?.[0];
  if (example === undefined) throw new Error(`no sentence of ${code}`);
  const says = describeDenial(example);
  const next = NEXT_STEPS[code];
  const lifted = liftedWords(code);
  return { code, label, measured, says, levels: levelsOf(code), appliesToReducing, lifted, next };
}

function liftedWords(code: DenialCode): string {
  const { line, why } = LIFTABLE[code];
  return line === null ? `no: ${why}` : `to the ceiling of \`${line.key}\`: ${why}`;
}

function levelsOf(code: DenialCode): string[] {
  if (code.startsWith("strategy_")) return ["strategy"];
  if (code === "restricted_symbol" || code === "allowed_symbol") return ["account", "strategy"];
  const key = LEVELED[code];
  if (key === undefined) return ["account"];
  return ["account", ...LOWER_LEVELS.filter((kind) => SAME_MEASURE_KEYS[kind].includes(key))];
}
