import { describeLevel, type LimitLevel } from "./limit-levels.ts";

/** Whose limit refused an order; absent where it is the account's. */
export interface AtLevel {
  readonly level?: LimitLevel;
}

/** Names the limit within a sentence: "the limit", or with a level "the limit of strategy trend". */
export function limitOf({ level }: AtLevel): string {
  return level === undefined ? "the limit" : `the limit of ${describeLevel(level)}`;
}
