import type { Ticker } from "@interlock/core/ids";
import type { Decision } from "../decision.ts";
import type { Break } from "../record.ts";

/** A difference to be shown to a person, with both sides as they were. `key` keeps one difference one break. */
export interface Difference {
  readonly key: string;
  readonly kind: Break["kind"];
  readonly symbol: Ticker | null;
  readonly ours: string;
  readonly venue: string;
}

/** Opens a break unless the same one is open: its symbol takes no new risk until the break is closed. */
export function openBreak(decision: Decision, difference: Difference): void {
  const { key, ...rest } = difference;
  if (decision.state.breaks[key] !== undefined) return;
  decision.emit({
    kind: "break_opened",
    break: { ...rest, breakId: key, openedAt: decision.time },
  });
  const where = rest.symbol === null ? "" : ` in ${rest.symbol}`;
  decision.alert(
    "critical",
    `Our books and the venue's differ${where}: ours ${rest.ours}, venue ${rest.venue}.`,
  );
}

/** Closes a break that the venue's own figures have explained. */
export function closeBreak(decision: Decision, key: string, how: string): void {
  if (decision.state.breaks[key] === undefined) return;
  decision.emit({ kind: "break_closed", breakId: key, how });
}
