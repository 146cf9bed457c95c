import { describeShares } from "@interlock/core/number/describe-shares";
import type { CorporateActionView } from "@interlock/api/view/reconciliation-view";
import {
  type CorporateAction,
  describeAction,
  nameOfAction,
  scaleOf,
} from "@interlock/core/corporate/corporate-action";
import type { CorporateEntry } from "@interlock/core/corporate/corporate-book";
import { describeRatio, toNewShares } from "@interlock/core/corporate/share-ratio";
import { fromIsoDate } from "@interlock/core/market/civil-date";
import { newYorkDate } from "@interlock/core/market/calendar";
import { formatDollars, moneyUnits } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { type Quantity, quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../../record.ts";
import type { EdgeBook } from "../follow/edge-book.ts";

type CorporateRecord = Extract<EngineRecord, { readonly kind: `corporate_action_${string}` }>;

/** Says a step of a corporate action in one sentence. */
export function corporateSentence(record: CorporateRecord): string {
  switch (record.kind) {
    case "corporate_action_announced": {
      const verb = record.revision === 1 ? "announces" : "changes what it announced";
      return `The venue ${verb}: ${describeAction(record.action)}.`;
    }
    case "corporate_action_effective":
      return `The day of an announced action in ${record.symbol} has come: prices and bars of before are not used any more.`;
    case "corporate_action_booked": {
      const { from, to, ratio, quantity, cashInLieu } = record.conversion;
      const name = from === to ? from : `${from}, now ${to},`;
      const cash =
        moneyUnits(cashInLieu) === 0 ? "" : `, and ${formatDollars(cashInLieu)} for the fraction`;
      return `The venue shows ${name} ${describeRatio(ratio)}: the position is ${describeShares(quantity)} at the same cost${cash}.`;
    }
    case "corporate_action_ended":
      return `The announced action in ${record.symbol} is over: ${record.how}.`;
  }
}

/** Days after its own for which an action that is over is shown. */
const SHOWN_DAYS = 3;

/** Announced actions of what is held or could be traded, the next ones first. */
export function corporateSection(book: EdgeBook, now: UnixMs): CorporateActionView[] {
  const oldest = fromIsoDate(newYorkDate(now)) - SHOWN_DAYS;
  return Object.values(book.state.corporate.actions)
    .filter(({ action, phase }) => phase === "waiting" || fromIsoDate(action.exDate) >= oldest)
    .map((entry) => actionView(book, entry))
    .filter(({ held, concerns }) => held || concerns)
    .map(({ concerns: _concerns, ...view }) => view)
    .sort((a, b) => a.exDate.localeCompare(b.exDate) || a.symbol.localeCompare(b.symbol));
}

function actionView(book: EdgeBook, entry: CorporateEntry) {
  const { action, phase, how } = entry;
  const { id, symbol, exDate, kind } = action;
  const position = book.state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY;
  const held = quantityUnits(position) !== 0 || phase === "waiting";
  return {
    id,
    symbol,
    name: nameOfAction(action),
    exDate,
    phase,
    held,
    sentence: phase === "ended" ? `Over: ${how}.` : sentenceFor(action, position, phase),
    raw: action.raw,
    concerns: kind !== "cash_dividend",
  };
}

function sentenceFor(
  action: CorporateAction,
  position: Quantity,
  phase: CorporateEntry["phase"],
): string {
  if (action.kind === "cash_dividend") return dividendSentence(action);
  if (action.kind === "other")
    return "Of a type that is not known here: nothing is done about it. Read the announcement.";
  if (phase === "waiting")
    return `No new risk, and no stop-loss, until ${awaitedOf(action, position)}.`;
  if (quantityUnits(position) === 0)
    return "Nothing of it is held. Its strategies warm up anew from that day on.";
  return `Resting orders are canceled before the open. ${outcomeOf(action, position)}`;
}

function awaitedOf(action: CorporateAction, position: Quantity): string {
  const after = sharesAfter(action, position);
  return after === null ? "a person has adopted what the venue shows" : `the venue shows ${after}`;
}

function outcomeOf(action: CorporateAction, position: Quantity): string {
  const after = sharesAfter(action, position);
  return after === null
    ? "What the venue shows then is a break, to be adopted by a person."
    : `The position becomes ${after} when the venue shows it.`;
}

/** The holding after it, e.g. "98 shares"; null where only the venue can say. */
function sharesAfter(action: CorporateAction, position: Quantity): string | null {
  const scale = scaleOf(action);
  if (scale === null) return null;
  const under = action.newSymbol === null ? "" : ` of ${action.newSymbol}`;
  return `${describeShares(toNewShares(position, scale))}${under}`;
}

function dividendSentence({ cashRate, payableDate }: CorporateAction): string {
  const paid = payableDate === null ? "" : ` and is paid on ${payableDate}`;
  const what = cashRate === null ? "The dividend" : nameOfDividend(cashRate);
  return `${what} belongs to who holds the shares the evening before${paid}; cash moves by the venue's log.`;
}

function nameOfDividend(cashRate: NonNullable<CorporateAction["cashRate"]>): string {
  return `A dividend of $${formatPrice(cashRate)} a share`;
}
