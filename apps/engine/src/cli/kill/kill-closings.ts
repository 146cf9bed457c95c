import { isWithin, scopeKey, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { millisecondsText } from "@interlock/core/market/clock-text";
import { countOf } from "@interlock/core/number/count-of";
import {
  addQuantity,
  formatQuantity,
  type Quantity,
  quantityUnits,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type { UnixMs } from "@interlock/core/time";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { readJournal } from "../../journal/read-journal.ts";
import { scopeOfKill } from "../../kill-in-force.ts";
import type { EngineRecord } from "../../record.ts";
import type { KillState } from "../../records/kill-record.ts";

/** An order by which a kill closed a part of a position. */
interface Closing {
  readonly what: string;
  readonly sentAt: UnixMs;
  readonly quantity: Quantity;
  filled: Quantity;
  filledAt: UnixMs;
}

/**
 * Says which orders a kill sent to close positions, and what of them was filled, out of the journal; of a damaged one,
 * that it cannot be read. A kill that was never proven ends where the next one begins.
 */
export function closingLines(dataDir: string, kill: KillState): string[] {
  if (kill.closesRequested === 0) return [];
  try {
    return linesOf(closingsOf(dataDir, kill));
  } catch (error) {
    if (!(error instanceof JournalFaultError)) throw error;
    return [`  The closing orders cannot be read: ${error.message}`];
  }
}

function linesOf(found: ReadonlyMap<string, Closing>): string[] {
  const whole = [...found.values()].filter(isWhole).length;
  return [
    `  ${countOf(found.size, "closing order")} sent, ${whole} filled whole`,
    ...[...found].map(([id, closing]) => {
      const end = isWhole(closing) ? `filled ${clock(closing.filledAt)}` : partText(closing);
      return `    ${closing.what} (${id}): sent ${clock(closing.sentAt)}, ${end}`;
    }),
  ];
}

function closingsOf(dataDir: string, kill: KillState): ReadonlyMap<string, Closing> {
  const found = new Map<string, Closing>();
  let isOver = false;
  for (const { records, time } of readJournal<EngineRecord>(dataDir, 1)) {
    if (time < kill.requestedAt) continue;
    for (const record of records) {
      isOver ||= isNextKill(record, kill) || (kill.provenAt !== null && time > kill.provenAt);
      if (record.kind === "fill_booked") noteFill(found, record.fill);
      else if (!isOver) noteSent(found, kill, { record, time });
    }
  }
  return found;
}

/** Tells whether a record begins the kill that followed in the same part of the account. */
function isNextKill(record: EngineRecord, { killId, scope }: KillState): boolean {
  if (record.kind !== "kill_requested" && record.kind !== "scope_kill_requested") return false;
  const other = record.kind === "kill_requested" ? WHOLE_ACCOUNT : record.scope;
  return record.killId !== killId && scopeKey(other) === scopeKey(scope ?? WHOLE_ACCOUNT);
}

interface Told {
  readonly record: EngineRecord;
  readonly time: UnixMs;
}

function noteSent(found: Map<string, Closing>, kill: KillState, { record, time }: Told): void {
  if (record.kind !== "order_approved" || record.intent.purpose !== "flatten") return;
  const { clientOrderId, side, quantity, symbol } = record.intent;
  if (!isWithin(record.intent, scopeOfKill(kill))) return;
  const what = `${side} ${formatQuantity(quantity)} ${symbol}`;
  found.set(clientOrderId, { what, sentAt: time, quantity, filled: ZERO_QUANTITY, filledAt: time });
}

function noteFill(
  found: ReadonlyMap<string, Closing>,
  fill: Extract<EngineRecord, { readonly kind: "fill_booked" }>["fill"],
): void {
  const closing = found.get(fill.clientOrderId);
  if (closing === undefined) return;
  closing.filled = addQuantity(closing.filled, fill.quantity);
  closing.filledAt = fill.venueAt;
}

function isWhole({ filled, quantity }: Closing): boolean {
  return quantityUnits(filled) >= quantityUnits(quantity);
}

function partText({ filled }: Closing): string {
  if (quantityUnits(filled) === 0) return "nothing filled";
  return `${formatQuantity(filled)} filled`;
}

function clock(at: UnixMs): string {
  return `${millisecondsText(at)} ET`;
}
