import {
  type CorporateAction,
  changesHolding,
  describeAction,
} from "@interlock/core/corporate/corporate-action";
import {
  type CorporateEntry,
  exStart,
  saysTheSame,
} from "@interlock/core/corporate/corporate-book";
import { newYorkDate } from "@interlock/core/market/calendar";
import type { Decision } from "../../decision.ts";
import type { Input, InputBody } from "../../input.ts";
import { heldUnits } from "./concerned.ts";

type Listed = Extract<InputBody, { readonly kind: "corporate_actions_listed" }>;

/**
 * Takes what the venue announces into the books.
 *
 * 1. An action is known by the venue's id: told again it changes nothing, with other figures it is a new revision.
 * 2. One whose day is past concerns only what was held before that day and has not moved since: anything younger was
 *    bought or taken over on the new scale.
 * 3. An unknown type is kept as it came and told, and blocks nothing by itself.
 * 4. One that the venue no longer lists before its day has come is gone. On its day it stays: then the venue's own
 *    figures decide.
 */
export function takeAnnouncements(decision: Decision, { body }: Input): void {
  if (body.kind !== "corporate_actions_listed") return;
  for (const sentence of body.refused)
    decision.alert("warning", `A corporate action cannot be read: ${sentence}`);
  const asked = new Set(body.symbols);
  for (const action of body.actions) if (asked.has(action.symbol)) take(decision, action);
  endWithdrawn(decision, body);
}

function take(decision: Decision, action: CorporateAction): void {
  const known = decision.state.corporate.actions[action.id];
  if (known === undefined) {
    if (!isRelevant(decision, action)) return;
    decision.emit({ kind: "corporate_action_announced", action, revision: 1 });
    if (action.kind === "other") decision.alert("warning", unknownSentence(action));
    return;
  }
  if (saysTheSame(known.action, action)) return;
  const revision = known.revision + 1;
  decision.emit({ kind: "corporate_action_announced", action, revision });
  if (changesHolding(action) || changesHolding(known.action))
    decision.alert("warning", changedSentence(known, action));
}

function isRelevant(decision: Decision, action: CorporateAction): boolean {
  if (action.exDate >= newYorkDate(decision.time)) return true;
  if (!changesHolding(action) || heldUnits(decision, action.symbol) === 0) return false;
  const held = decision.state.portfolio.positions[action.symbol];
  return held !== undefined && held.updatedAt < exStart(action.exDate);
}

function unknownSentence(action: CorporateAction): string {
  return `The venue announces for ${describeAction(action)}: nothing is done about it here, look at Alpaca's announcement.`;
}

function changedSentence({ action: before, phase }: CorporateEntry, action: CorporateAction) {
  const late = phase === "ended" ? " It was dealt with already: compare the position by hand." : "";
  return `The venue changed an announcement: ${describeAction(before)} is now ${describeAction(action)}.${late}`;
}

function endWithdrawn(decision: Decision, { symbols, actions, from, to }: Listed): void {
  const listed = new Set(actions.map(({ id }) => id));
  const asked = new Set(symbols);
  for (const { action, phase } of Object.values(decision.state.corporate.actions)) {
    const { id, symbol, exDate } = action;
    if (phase !== "announced" || listed.has(id) || !asked.has(symbol)) continue;
    if (exDate < from || exDate > to || exDate <= newYorkDate(decision.time)) continue;
    const how = "the venue no longer announces it";
    decision.emit({ kind: "corporate_action_ended", actionId: id, symbol, how });
  }
}
