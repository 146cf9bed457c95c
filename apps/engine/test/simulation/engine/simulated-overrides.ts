import { Random } from "@interlock/alpaca-sim/venue/random";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import { unliftable } from "@interlock/core/risk/override/liftable";
import type { OverrideEntry } from "@interlock/core/risk/override/override-book";
import type { CommandBody } from "../../../src/operator/operator-command.ts";
import type { Surroundings } from "../surroundings.ts";
import type { EngineProcess } from "./engine-process.ts";

/** In every eighth seed a person overrides denied orders, and tries what an override does not allow. */
const OVERRIDES = { every: 8, from: 3 };
const LOOK_MS = 500;

type Use = Extract<CommandBody, { readonly kind: "use_override" }>;

/** What a simulated person acts by. */
export interface Hands {
  readonly engine: () => EngineProcess | null;
  readonly give: (body: CommandBody) => void;
}

/** A person who overrides. Their chance is their own, so that seeds without one go as they did. */
export class SimulatedOverrides {
  readonly #surroundings: Surroundings;
  readonly #hands: Hands;
  readonly #random: Random;
  readonly #takesPart: boolean;

  constructor(surroundings: Surroundings, seed: string, hands: Hands) {
    this.#surroundings = surroundings;
    this.#hands = hands;
    this.#random = new Random(`${seed}, overrides`);
    this.#takesPart = Number(seed) % OVERRIDES.every === OVERRIDES.from;
  }

  start(): void {
    if (!this.#takesPart) return;
    this.#surroundings.scheduler.every(LOOK_MS, () => {
      if (this.#surroundings.isCalm) return false;
      this.#act();
      return true;
    });
  }

  #act(): void {
    const overrides = this.#hands.engine()?.state.overrides;
    if (overrides === undefined) return;
    const chance = this.#random.unit();
    const denied = overrides.denied.filter(({ denials }) => unliftable(denials).length === 0);
    const ask = denied.at(-1)?.intent.clientOrderId;
    if (ask !== undefined && chance < 0.2)
      this.#hands.give({ kind: "grant_override", clientOrderId: ask, reason: "a simulated block" });
    const standing = overrides.overrides.filter(({ standing: { kind } }) => kind === "open").at(-1);
    if (standing !== undefined && chance < 0.5) this.#hands.give(this.#use(standing));
    // Any of before, whatever became of it.
    const any = overrides.overrides[this.#random.below(Math.max(1, overrides.overrides.length))];
    if (any !== undefined && chance > 0.9) this.#hands.give(this.#use(any));
  }

  /** Mostly as it was granted; now and then with another side, quantity or price. */
  #use({ grant: { overrideId, intent } }: OverrideEntry): Use {
    const { symbol, side, quantity, pricing } = intent;
    const limitPrice = pricing.type === "limit" ? formatPrice(pricing.limitPrice) : null;
    const terms = { symbol, side, quantity: formatQuantity(quantity), limitPrice };
    const use: Use = { kind: "use_override", overrideId, ...terms };
    const chance = this.#random.unit();
    if (chance < 0.1) return { ...use, quantity: `${use.quantity}0` };
    if (chance < 0.2) return { ...use, side: side === "buy" ? "sell" : "buy" };
    return chance < 0.3 ? { ...use, limitPrice: limitPrice === null ? "1" : null } : use;
  }
}
