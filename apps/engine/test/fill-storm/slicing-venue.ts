import { executionId, type Ticker, venueOrderId } from "@interlock/core/ids";
import { money, moneyFromUnits, moneyUnits, type Money } from "@interlock/core/number/money";
import { formatPrice, price, priceUnits } from "@interlock/core/number/price";
import {
  addQuantity,
  type Quantity,
  quantityUnits,
  shares,
  signOfQuantity,
  subtractQuantity,
  UNITS_PER_SHARE,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type {
  ExecutionReport,
  VenueExecution,
  VenueOrder,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import { signedQuantity } from "@interlock/core/order/side";
import type { OrderIntent } from "@interlock/core/order/order-intent";

/** What every slice trades at. */
const FILL_PRICE = price("100.02");
/** Shares of a slice: an order fills in many. */
const SLICE = shares(7);
const OPENING_CASH = money("10000000");
/** Of the reports one in twenty comes twice, and one in twenty later than those after it. */
const SHARE = 0.05;
/** How many reports a late or repeated one lets pass. */
const LATE_MAX = 50;

/** A venue that fills every order at once in many slices, and whose reports come twice, late, or never. */
export class SlicingVenue {
  readonly #random: () => number;
  readonly #held = new Map<Ticker, Quantity>();
  readonly #orders = new Map<string, VenueOrder>();
  readonly #executions = new Map<string, readonly VenueExecution[]>();
  /** Reports under way, by the turn at which they arrive. */
  readonly #due = new Map<number, ExecutionReport[]>();
  #turn = 0;
  #cashUnits = moneyUnits(OPENING_CASH);
  /** Executions made. */
  fills = 0;
  duplicates = 0;
  late = 0;
  /** Reports that were under way when the connection was lost. */
  lost = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Takes an order, executes all of it, and sends its reports on their way. */
  take(intent: OrderIntent, at: number): VenueOrder {
    const working = orderOf(intent, at);
    let filled = ZERO_QUANTITY;
    const executions: VenueExecution[] = [];
    for (let left = intent.quantity; signOfQuantity(left) > 0; ) {
      const slice = quantityUnits(left) < quantityUnits(SLICE) ? left : SLICE;
      left = subtractQuantity(left, slice);
      filled = addQuantity(filled, slice);
      const execution = this.#execute(working, slice, at);
      executions.push(execution);
      this.#send(reportOf(afterFill(working, filled), execution));
    }
    this.#orders.set(intent.clientOrderId, afterFill(working, filled));
    this.#executions.set(intent.clientOrderId, executions);
    return working;
  }

  /** The order of an id, as it is now. */
  order(clientOrderId: string): VenueOrder | null {
    return this.#orders.get(clientOrderId) ?? null;
  }

  /** The reports that arrive next. */
  arriving(): readonly ExecutionReport[] {
    this.#turn += 1;
    const reports = this.#due.get(this.#turn) ?? [];
    this.#due.delete(this.#turn);
    return reports;
  }

  /** Whether no report is under way. */
  get isQuiet(): boolean {
    return this.#due.size === 0;
  }

  /** Loses every report under way, as a connection that breaks does. */
  disconnect(): void {
    for (const reports of this.#due.values()) this.lost += reports.length;
    this.#due.clear();
  }

  /** The whole answer to a comparison; `open` are orders of ours that the asker does not hold ended. */
  snapshot(open: readonly string[], at: number): VenueSnapshot {
    const known = open.flatMap((id) => this.#orders.get(id) ?? []);
    return {
      account: this.#account(),
      positions: [...this.#held].flatMap(([symbol, quantity]) =>
        signOfQuantity(quantity) === 0
          ? []
          : [{ symbol, quantity, averagePrice: formatPrice(FILL_PRICE) }],
      ),
      openOrders: [],
      closedOrders: known,
      executions: known.flatMap(({ clientOrderId }) => this.#executions.get(clientOrderId) ?? []),
      charges: [],
      venueAt: at,
    };
  }

  get cash(): Money {
    return moneyFromUnits(this.#cashUnits);
  }

  /** What is held of each symbol, those that are flat too. */
  get held(): ReadonlyMap<Ticker, Quantity> {
    return this.#held;
  }

  #execute({ symbol, side, venueOrderId: id }: VenueOrder, slice: Quantity, at: number) {
    this.fills += 1;
    const signed = signedQuantity(side, slice);
    this.#held.set(symbol, addQuantity(this.#held.get(symbol) ?? ZERO_QUANTITY, signed));
    this.#cashUnits -= (quantityUnits(signed) / UNITS_PER_SHARE) * priceUnits(FILL_PRICE);
    return {
      executionId: executionId(`x${this.fills}`),
      venueOrderId: id,
      symbol,
      side,
      quantity: slice,
      price: FILL_PRICE,
      venueAt: at,
      raw: "",
    };
  }

  #send(report: ExecutionReport): void {
    const isLate = this.#random() < SHARE;
    const isDouble = this.#random() < SHARE;
    if (isLate) this.late += 1;
    if (isDouble) this.duplicates += 1;
    this.#arrive(report, isLate ? this.#lateness() : 1);
    if (isDouble) this.#arrive(report, this.#lateness());
  }

  #lateness(): number {
    return 2 + Math.floor(this.#random() * LATE_MAX);
  }

  #arrive(report: ExecutionReport, turns: number): void {
    const at = this.#turn + turns;
    const others = this.#due.get(at);
    if (others === undefined) this.#due.set(at, [report]);
    else others.push(report);
  }

  #account() {
    const { cash } = this;
    return {
      accountId: "account",
      accountNumber: "PA1",
      status: "ACTIVE",
      cash,
      equity: cash,
      lastEquity: cash,
      // An account whose power no storm uses up: it is asked for once.
      buyingPower: money("9000000000"),
      accruedFees: money("0"),
      tradingBlocked: false,
    };
  }
}

function orderOf(intent: OrderIntent, at: number): VenueOrder {
  return {
    venueOrderId: venueOrderId(`v-${intent.clientOrderId}`),
    clientOrderId: intent.clientOrderId,
    symbol: intent.symbol,
    side: intent.side,
    quantity: intent.quantity,
    filledQuantity: ZERO_QUANTITY,
    averagePrice: null,
    pricing: intent.pricing,
    type: intent.pricing.type,
    timeInForce: intent.timeInForce,
    extendedHours: intent.extendedHours,
    status: "accepted",
    venueStatus: "new",
    replaces: null,
    replacedBy: null,
    createdAt: at,
    updatedAt: at,
  };
}

function afterFill(order: VenueOrder, filledQuantity: Quantity): VenueOrder {
  const isDone = filledQuantity === order.quantity;
  const status = isDone ? "filled" : "partially_filled";
  const averagePrice = formatPrice(FILL_PRICE);
  return { ...order, filledQuantity, averagePrice, status, venueStatus: status };
}

function reportOf(order: VenueOrder, execution: VenueExecution): ExecutionReport {
  const event = order.status === "filled" ? "fill" : "partial_fill";
  const { venueAt } = execution;
  return { event, venueEvent: event, order, execution, reason: "", venueAt, raw: "" };
}
