/** One execution, in billionths of a share and millionths of a dollar. */
export interface PlainFill {
  readonly symbol: string;
  readonly side: string;
  readonly quantity: number;
  readonly price: number;
}

interface Lot {
  quantity: bigint;
  /** Quantity × average price. */
  cost: bigint;
}

const BILLION = 1_000_000_000n;

/** A second ledger, of the plainest kind: positions, cash and realized profit at average cost out of executions. */
export class Ledger {
  readonly #lots = new Map<string, Lot>();
  #cash = 0n;
  #realized = 0n;

  /** Books an execution. */
  book({ symbol, side, quantity, price }: PlainFill): void {
    const signed = BigInt(quantity) * (side === "buy" ? 1n : -1n);
    const unit = BigInt(price);
    this.#cash -= signed * unit;
    const lot = this.#lots.get(symbol) ?? { quantity: 0n, cost: 0n };
    this.#lots.set(symbol, lot);
    const closes = lot.quantity !== 0n && lot.quantity > 0n !== signed > 0n;
    if (closes) this.#close(lot, signed, unit);
    else {
      lot.quantity += signed;
      lot.cost += signed * unit;
    }
  }

  #close(lot: Lot, signed: bigint, unit: bigint): void {
    const size = min(abs(signed), abs(lot.quantity));
    const closed = lot.quantity > 0n ? size : -size;
    const cost = (lot.cost * closed) / lot.quantity;
    this.#realized += closed * unit - cost;
    lot.quantity -= closed;
    lot.cost -= cost;
    const rest = signed + closed;
    lot.quantity += rest;
    lot.cost += rest * unit;
  }

  /** Signed billionths of a share. */
  positionOf(symbol: string): number {
    return Number(this.#lots.get(symbol)?.quantity ?? 0n);
  }

  get symbols(): readonly string[] {
    return [...this.#lots.keys()];
  }

  /** Millionths of a dollar that came in, less what went out. */
  get cashFlow(): number {
    return Number(this.#cash / BILLION);
  }

  get realized(): number {
    return Number(this.#realized / BILLION);
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
