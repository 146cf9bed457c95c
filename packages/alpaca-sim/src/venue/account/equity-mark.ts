import type { Money } from "@interlock/core/number/money";
import type { UnixMs } from "@interlock/core/time";

/** The account's equity from an instant on, until the next entry. */
export interface EquityMark {
  readonly at: UnixMs;
  readonly equity: Money;
}
