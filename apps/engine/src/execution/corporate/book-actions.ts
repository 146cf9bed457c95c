import { waitingActions } from "@interlock/core/corporate/corporate-book";
import { explainHolding, type Holding } from "@interlock/core/corporate/explain-holding";
import { type CorporateAction, describeAction } from "@interlock/core/corporate/corporate-action";
import type { Ticker } from "@interlock/core/ids";
import { addMoney, type Money, ZERO_MONEY } from "@interlock/core/number/money";
import { parsePrice } from "@interlock/core/number/price";
import { ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { VenueCharge, VenueSnapshot } from "@interlock/core/order/execution-report";
import { averageEntryPrice } from "@interlock/core/position/position";
import type { Decision } from "../../decision.ts";
import type { EngineState } from "../../state.ts";
import type { Answer } from "../break-evidence.ts";

/**
 * Books every action that an answer of the venue shows exactly as it was announced; whatever else an answer shows is
 * left to the comparison. Booked once: the action is over with it, and a later answer finds nothing to book.
 */
export function bookActions(decision: Decision, answer: Answer): void {
  if (decision.views.waitingActions.size === 0) return;
  for (const { action, venueAverageBefore } of waitingActions(decision.state.corporate)) {
    const conversion = explainHolding(action, {
      ours: ourHolding(decision.state, action.symbol),
      venueAverageBefore,
      oursUnder: (symbol) => ourHolding(decision.state, symbol).quantity,
      venueUnder: (symbol) => venueHolding(answer.snapshot, symbol),
      cashInLieu: cashInLieu(answer.snapshot.charges, action),
      at: decision.time,
    });
    if (conversion === null) continue;
    const { to } = conversion;
    decision.emit({
      kind: "corporate_action_booked",
      actionId: action.id,
      conversion,
      announcement: action.raw,
      venue: venueSide(answer, action, to),
    });
    if (to !== action.symbol)
      decision.alert(
        "warning",
        `${describeAction(action)} is booked: the position goes on as ${to}, which no strategy and no stop-loss of the universe may watch.`,
      );
  }
}

function ourHolding({ portfolio }: EngineState, symbol: Ticker): Holding {
  const position = portfolio.positions[symbol];
  if (position === undefined) return NOTHING;
  return { quantity: position.quantity, averagePrice: averageEntryPrice(position) };
}

const NOTHING: Holding = { quantity: ZERO_QUANTITY, averagePrice: null };

function venueHolding({ positions }: VenueSnapshot, symbol: Ticker): Holding {
  const held = positions.find((one) => one.symbol === symbol);
  if (held === undefined) return NOTHING;
  const average = parsePrice(held.averagePrice);
  return { quantity: held.quantity, averagePrice: average.ok ? average.value : null };
}

/** How the venue names cash that it pays for fractions of shares. */
const IN_LIEU = "CIL";

function concerns({ kind, symbol, date }: VenueCharge, action: CorporateAction): boolean {
  const named = symbol === action.symbol || (symbol !== undefined && symbol === action.newSymbol);
  return named && kind.startsWith(IN_LIEU) && date >= action.exDate;
}

function cashInLieu(charges: readonly VenueCharge[], action: CorporateAction): Money {
  return charges
    .filter((charge) => concerns(charge, action))
    .reduce((sum, { amount }) => addMoney(sum, amount), ZERO_MONEY);
}

function venueSide({ snapshot, askedAt }: Answer, action: CorporateAction, to: Ticker) {
  const shown = snapshot.positions.filter(({ symbol }) => symbol === to);
  const messages = shown.flatMap(({ raw }) => (raw === undefined ? [] : [raw]));
  const charges = snapshot.charges.filter((charge) => concerns(charge, action));
  const { quantity, averagePrice } = venueHolding(snapshot, to);
  const raw = [...messages, ...charges.map((charge) => charge.raw)];
  return { quantity, averagePrice, cash: null, askedAt, at: snapshot.venueAt, raw };
}
