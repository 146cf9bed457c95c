declare const idKind: unique symbol;
type Id<K extends string> = string & { readonly [idKind]: K };

/** Ticker as Alpaca writes it, e.g. "SPY" or "BRK.B". */
export type Ticker = Id<"Ticker">;
/** Our identity of an order at the venue, unique for ever, at most 128 characters. */
export type ClientOrderId = Id<"ClientOrderId">;
/** The venue's identity of an order; a replaced order has a new one. */
export type VenueOrderId = Id<"VenueOrderId">;
/** The venue's identity of one execution. Fills are a set keyed by it. */
export type ExecutionId = Id<"ExecutionId">;
/** Name of a configured strategy, e.g. "ma-crossover". */
export type StrategyId = Id<"StrategyId">;
/** Identity of a signal: unique within the journal. */
export type SignalId = Id<"SignalId">;
/** Identity of an operator's command; repeating it has no further effect. */
export type CommandId = Id<"CommandId">;

/** Marks a string as an id after it has been read and checked at a boundary. */
export function ticker(text: string): Ticker {
  return text as Ticker;
}
export function clientOrderId(text: string): ClientOrderId {
  return text as ClientOrderId;
}
export function venueOrderId(text: string): VenueOrderId {
  return text as VenueOrderId;
}
export function executionId(text: string): ExecutionId {
  return text as ExecutionId;
}
export function strategyId(text: string): StrategyId {
  return text as StrategyId;
}
export function signalId(text: string): SignalId {
  return text as SignalId;
}
export function commandId(text: string): CommandId {
  return text as CommandId;
}

/** Tells whether a text is a ticker of Alpaca's form: 1–6 capitals, optionally a class or suffix such as ".B". */
export function isTicker(text: string): boolean {
  return /^[A-Z]{1,6}(\.[A-Z]{1,3})?$/.test(text);
}

/** Returns the ids by which a record is keyed, in its order. */
export function idsOf<K extends string>(record: Readonly<Partial<Record<K, unknown>>>): K[] {
  return Object.keys(record) as K[];
}
