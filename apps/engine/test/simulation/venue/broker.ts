import type { OrderRecord } from "@interlock/alpaca-sim/venue/order/order-record";
import { negateMoney, money } from "@interlock/core/number/money";
import { quantityFromUnits, quantityUnits, shares } from "@interlock/core/number/quantity";
import { type Price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import type { Surroundings } from "../surroundings.ts";
import type { VenueFloor } from "../../../src/backtest/venue/venue-floor.ts";

const CENT = 10_000;
const AMOUNTS: readonly string[] = ["250.00", "13.37", "1000.00"];

/** Whom the broker asks before it acts, e.g. while the engine has not seen the account yet: false forbids it. */
export interface BrokerLeave {
  /** To replace an order, as another hand on the account does. */
  mayReplace(): boolean;
  /** To take an execution back, or to move money. */
  mayBend(): boolean;
}

/** What the broker does to the account, and hands that are not ours: whoever is logged in at its own page. */
export class Broker {
  readonly #surroundings: Surroundings;
  readonly #floor: VenueFloor;
  readonly #leave: BrokerLeave;

  constructor(surroundings: Surroundings, floor: VenueFloor, leave: BrokerLeave) {
    this.#surroundings = surroundings;
    this.#floor = floor;
    this.#leave = leave;
  }

  start(): void {
    const { faults } = this.#surroundings;
    this.#floor.getsStuck = (orderId) => this.#getStuck(orderId);
    this.#surroundings.perMinute(
      () => this.#surroundings.faults.replacements,
      () => this.#replace(),
    );
    if (faults.busts > 0)
      this.#surroundings.perMinute(
        () => this.#surroundings.faults.busts,
        () => this.#bust(),
      );
    if (faults.transfers > 0)
      this.#surroundings.perMinute(
        () => this.#surroundings.faults.transfers,
        () => this.#transfer(),
      );
  }

  /** The order goes back to work after a while, or its cancel comes to its end after all. */
  #getStuck(orderId: string): boolean {
    const { faults, scheduler } = this.#surroundings;
    if (!this.#surroundings.strikes(faults.stuckCancels)) return false;
    const ends = this.#surroundings.random.unit() < 0.5;
    scheduler.after(this.#surroundings.between(2_000, 60_000), () => {
      this.#floor.give({
        kind: "control",
        action: { do: "mark", orderId, event: "new", reason: null },
      });
      if (ends) this.#floor.give({ kind: "cancel", orderId, stuck: false });
    });
    return true;
  }

  /** Moves the limit of an order, or changes how many shares it is for. */
  #replace(): void {
    const old = this.#someOrder();
    if (old === null || old.limitPrice === null || !this.#leave.mayReplace()) return;
    const { random } = this.#surroundings;
    const filled = quantityUnits(old.filledQuantity);
    const more = quantityUnits(shares(1 + random.below(30)));
    const moves = random.unit() < 0.5;
    const total = quantityUnits(old.quantity) - (random.unit() < 0.5 ? more : -more);
    const reply = this.#floor.give({
      kind: "replace",
      orderId: old.id,
      changes: {
        quantity: moves || total <= filled ? null : quantityFromUnits(total),
        timeInForce: null,
        limitPrice: moves ? movedBy(old.limitPrice, random.below(7) - 3) : null,
        stopPrice: null,
        trail: null,
        clientOrderId: null,
        fails: random.unit() < 0.2,
      },
    });
    if (reply.kind !== "order" || !reply.outcome.ok) return;
    // Whoever replaced it cancels it by and by: an engine does not touch what it cannot know to be its own.
    const { id: orderId } = reply.outcome.value;
    this.#surroundings.scheduler.after(this.#surroundings.between(20_000, 80_000), () =>
      this.#floor.give({ kind: "cancel", orderId, stuck: false }),
    );
  }

  #someOrder(): Readonly<OrderRecord> | null {
    const open = [...this.#floor.openOrders()];
    return open[this.#surroundings.random.below(Math.max(1, open.length))] ?? null;
  }

  #bust(): void {
    const { executions } = this.#floor.venue;
    const execution = executions[this.#surroundings.random.below(Math.max(1, executions.length))];
    if (execution === undefined || !this.#leave.mayBend()) return;
    this.#floor.give({ kind: "control", action: { do: "bust", executionId: execution.id } });
  }

  #transfer(): void {
    if (!this.#leave.mayBend()) return;
    const { random } = this.#surroundings;
    const amount = money(AMOUNTS[random.below(AMOUNTS.length)] ?? "1.00");
    const signed = random.unit() < 0.5 ? amount : negateMoney(amount);
    this.#floor.give({ kind: "control", action: { do: "cash", amount: signed } });
  }
}

function movedBy(price: Price, cents: number): Price {
  return priceFromUnits(priceUnits(price) + cents * CENT);
}
