import { recordOf } from "@interlock/core/record-of-names";
import { endParents } from "@interlock/core/risk/parent/parent-book";
import { convertHolding, type HoldingConversion } from "@interlock/core/corporate/convert-holding";
import { exStart } from "@interlock/core/corporate/corporate-book";
import { renameInBaseline } from "@interlock/core/corporate/rename-baseline";
import { toNewPrice } from "@interlock/core/corporate/share-ratio";
import { idsOf } from "@interlock/core/ids";
import { fromIsoDate, type IsoDate } from "@interlock/core/market/civil-date";
import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../../record.ts";
import type { EngineState } from "../../state.ts";

type CorporateRecord = Extract<
  EngineRecord,
  {
    readonly kind:
      | "corporate_action_announced"
      | "corporate_action_effective"
      | "corporate_action_booked"
      | "corporate_action_ended";
  }
>;
type RecordOf<K extends CorporateRecord["kind"]> = Extract<CorporateRecord, { readonly kind: K }>;

/** An action is announced, has its day, is booked with the venue's evidence, or ends otherwise. */
export function applyCorporate(state: EngineState, record: CorporateRecord, at: UnixMs): void {
  switch (record.kind) {
    case "corporate_action_announced":
      return applyAnnounced(state, record, at);
    case "corporate_action_effective":
      return applyEffective(state, record, at);
    case "corporate_action_booked": {
      const { from, to } = record.conversion;
      convertHolding(state.portfolio, record.conversion);
      convertPrices(state, record.conversion);
      for (const symbol of new Set([from, to])) {
        endParents(state.parents, symbol, state.portfolio);
        delete state.volumes[symbol];
      }
      if (from !== to && state.day !== null) state.day = renameInBaseline(state.day, from, to);
      const how = "booked: the venue shows exactly what was announced";
      return end(state, { actionId: record.actionId, how, at });
    }
    case "corporate_action_ended":
      // What the books hold now is as the venue showed it: a close of before is no price of it.
      delete state.corporate.priorCloses[record.symbol];
      return end(state, { ...record, at });
  }
}

/** A change of what is announced keeps how far it has come, unless its day has been moved on. */
function applyAnnounced(
  { corporate }: EngineState,
  { action, revision }: RecordOf<"corporate_action_announced">,
  at: UnixMs,
): void {
  const known = corporate.actions[action.id];
  const moved = known?.phase === "waiting" && exStart(action.exDate) > at;
  corporate.actions[action.id] = {
    action,
    revision,
    phase: known === undefined || moved ? "announced" : known.phase,
    how: known?.how ?? "",
    venueAverageBefore: known?.venueAverageBefore ?? null,
    changedAt: at,
  };
}

/** Bars, and marks of strategies that come from them, are of the old scale: both begin anew. */
function applyEffective(
  state: EngineState,
  record: RecordOf<"corporate_action_effective">,
  at: UnixMs,
): void {
  const { actionId, symbol, since, priorClose, venueAverageBefore } = record;
  const known = state.corporate.actions[actionId];
  if (known === undefined) return;
  state.corporate.actions[actionId] = {
    ...known,
    phase: "waiting",
    venueAverageBefore,
    changedAt: at,
  };
  state.corporate.scaleSince[symbol] = since;
  if (priorClose !== null) state.corporate.priorCloses[symbol] = priorClose;
  delete state.bars[symbol];
}

/** The last mark and the prior close value the new shares at the same money. */
function convertPrices(state: EngineState, { from, to, ratio }: HoldingConversion): void {
  const { [from]: mark, ...marks } = state.marks;
  if (mark !== undefined) state.marks = recordOf({ ...marks, [to]: toNewPrice(mark, ratio) });
  const { priorCloses } = state.corporate;
  const close = priorCloses[from];
  if (close === undefined) return;
  delete priorCloses[from];
  priorCloses[to] = { date: close.date, price: toNewPrice(close.price, ratio) };
}

/** What the venue took back before its day is forgotten: announced again, it is a new one. */
function end(
  { corporate }: EngineState,
  ended: { readonly actionId: string; readonly how: string; readonly at: UnixMs },
): void {
  const { actionId, how, at } = ended;
  const known = corporate.actions[actionId];
  if (known === undefined) return;
  if (known.phase === "announced") delete corporate.actions[actionId];
  else corporate.actions[actionId] = { ...known, phase: "ended", how, changedAt: at };
}

/** Days for which an action is kept after its own: longer than the venue is asked back. */
const DAYS_KEPT = 30;

/** Drops what is long over. An action that still waits is kept, however old. */
export function forgetOldActions({ corporate }: EngineState, today: IsoDate): void {
  const oldest = fromIsoDate(today) - DAYS_KEPT;
  for (const id of Object.keys(corporate.actions)) {
    const known = corporate.actions[id];
    if (known === undefined || known.phase === "waiting") continue;
    if (fromIsoDate(known.action.exDate) < oldest) delete corporate.actions[id];
  }
  for (const symbol of idsOf(corporate.priorCloses))
    if ((corporate.priorCloses[symbol]?.date ?? today) < today)
      delete corporate.priorCloses[symbol];
}
