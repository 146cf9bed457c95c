import { clientOrderId, executionId, type Ticker, venueOrderId } from "@interlock/core/ids";
import { type Money, money, moneyFromUnits, moneyUnits } from "@interlock/core/number/money";
import { priceFromUnits } from "@interlock/core/number/price";
import { quantityUnits, UNITS_PER_SHARE } from "@interlock/core/number/quantity";
import type { VenueOrder, VenueSnapshot } from "@interlock/core/order/execution-report";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { InputBody } from "../../apps/engine/src/input.ts";
import type { EngineState } from "../../apps/engine/src/state.ts";

/** Every order fills whole at this price, in millionths of a dollar. */
export const FILL_PRICE_UNITS = 100_000_000;
const OPENING_CASH = money("100000000");

/**
 * The venue of the benchmarks that run inside one process: it fills every order at once and whole, and keeps books of
 * its own, so that a figure counts only if the engine's books say the same.
 */
export class FillingVenue {
  readonly #held = new Map<Ticker, number>();
  #cashUnits = moneyUnits(OPENING_CASH);
  #fills = 0;

  /** Executions so far. */
  get fills(): number {
    return this.#fills;
  }

  /** Executes an order and returns the report that the venue sends of it. */
  fill({ intent }: ApprovedOrder, venueAt: number): InputBody {
    const { symbol, side, quantity } = intent;
    const signed = (side === "buy" ? 1 : -1) * quantityUnits(quantity);
    this.#held.set(symbol, (this.#held.get(symbol) ?? 0) + signed);
    this.#cashUnits -= (signed / UNITS_PER_SHARE) * FILL_PRICE_UNITS;
    this.#fills += 1;
    const order: VenueOrder = {
      venueOrderId: venueOrderId(`v${this.#fills}`),
      clientOrderId: clientOrderId(intent.clientOrderId),
      symbol,
      side,
      quantity,
      filledQuantity: quantity,
      averagePrice: "100",
      pricing: intent.pricing,
      type: intent.pricing.type,
      timeInForce: "day",
      extendedHours: false,
      status: "filled",
      venueStatus: "filled",
      replaces: null,
      replacedBy: null,
      createdAt: venueAt,
      updatedAt: venueAt,
    };
    const execution = {
      executionId: executionId(`x${this.#fills}`),
      quantity,
      price: priceFromUnits(FILL_PRICE_UNITS),
    };
    return {
      kind: "execution_report",
      report: { event: "fill", venueEvent: "fill", order, execution, reason: "", venueAt, raw: "" },
    };
  }

  /** The whole answer to a comparison. */
  snapshot(venueAt: number): VenueSnapshot {
    const cash = this.#cash();
    const account = {
      accountId: "bench",
      accountNumber: "PABENCH",
      status: "ACTIVE",
      cash,
      equity: cash,
      lastEquity: cash,
      // An account whose power no storm uses up: it is asked for once.
      buyingPower: money("9000000000"),
      accruedFees: money("0"),
      tradingBlocked: false,
    };
    const lists = { positions: [], openOrders: [], closedOrders: [], executions: [], charges: [] };
    return { account, ...lists, venueAt };
  }

  /** Names the first thing in which the engine's books differ from these; null when nothing does. */
  differenceFrom(state: EngineState): string | null {
    if (state.fillsBooked !== this.#fills)
      return `${state.fillsBooked} fills booked, ${this.#fills} made`;
    const cash = moneyUnits(state.portfolio.cash);
    if (cash !== this.#cashUnits) return `cash is ${cash}, the venue's ${this.#cashUnits}`;
    for (const [symbol, held] of this.#held) {
      const position = state.portfolio.positions[symbol];
      const ours = position === undefined ? 0 : quantityUnits(position.quantity);
      if (ours !== held) return `${symbol}: ${ours} held, the venue's ${held}`;
    }
    return null;
  }

  #cash(): Money {
    return moneyFromUnits(this.#cashUnits);
  }
}
