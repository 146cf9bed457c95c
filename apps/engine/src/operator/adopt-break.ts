import { scaleOf } from "@interlock/core/corporate/corporate-action";
import { toNewPrice } from "@interlock/core/corporate/share-ratio";
import type { ClientOrderId, Ticker } from "@interlock/core/ids";
import type { Price } from "@interlock/core/number/price";
import { evidenceIdOf } from "@interlock/core/reconciliation/break";
import type { Decision } from "../decision.ts";
import { askForSnapshot } from "../execution/ask-snapshot.ts";
import { planAdoption } from "../execution/plan-adoption.ts";
import { type CommandOutcome, REASON_LENGTH_MIN, refuse } from "./command-outcome.ts";

/** A person's wish to take the venue's side of a break over. */
export interface AdoptionRequest {
  readonly breakId: string;
  /** What the person saw of it: other evidence since, and nothing is adopted. */
  readonly evidenceId: string;
  readonly reason: string;
  readonly by: string;
}

/**
 * Takes the venue's side of a break over, as a record of its own with what was taken and from which evidence. Whatever
 * is refused asks the venue again, so that there is something newer to look at.
 */
export function adoptBreak(decision: Decision, request: AdoptionRequest): CommandOutcome {
  const outcome = tryToAdopt(decision, request);
  askForSnapshot(decision, decision.state.recovered ? "continuous" : "recovery");
  return outcome;
}

function tryToAdopt(decision: Decision, request: AdoptionRequest): CommandOutcome {
  const { state, views, time } = decision;
  const found = state.breaks[request.breakId];
  if (found === undefined)
    return refuse(`No break ${request.breakId} is open: it has ended meanwhile.`);
  if (evidenceIdOf(found) !== request.evidenceId)
    return refuse(
      `The break has changed since you looked: ours ${found.ours}, venue ${found.venue}. Look again.`,
    );
  if (request.reason.trim().length < REASON_LENGTH_MIN)
    return refuse(`Adopting needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  const mark =
    found.symbol === null ? null : (views.totals.symbols[found.symbol]?.referencePrice ?? null);
  const newMark = found.symbol === null ? undefined : markOfTaken(decision, found.symbol, mark);
  const moment = { time, mark, ...(newMark === undefined ? {} : { newMark }) };
  const plan = planAdoption(state, found, moment);
  if (!plan.possible) return refuse(`Not adopted. ${plan.obstacle}`);
  const { by, reason } = request;
  decision.emit({ kind: "break_adopted", break: found, taken: plan.taken, by, reason });
  for (const { clientOrderId } of plan.givenUp) giveUp(decision, clientOrderId, by);
  views.suspects.delete(found.breakId);
  const figures = plan.changes.map(({ what, before, after }) => `${what} ${before} → ${after}`);
  const done = figures.length === 0 ? "no figure changed" : figures.join("; ");
  return { accepted: true, sentence: `Adopted: ${done}. The venue is asked again at once.` };
}

/** What the missing executions did is inside what was taken over: the order ends in the same step, or never. */
function giveUp(decision: Decision, id: ClientOrderId, by: string): void {
  const reason = `the venue never listed its executions; ${by} took over the venue's position`;
  const event = { kind: "executions_given_up" as const, at: decision.time, reason };
  decision.emit({ kind: "order_advanced", clientOrderId: id, event, raw: "" });
}

/**
 * The price of what is taken over on the day of a split or the like, on the new scale; undefined on any other day, and
 * null when nobody has named one.
 */
function markOfTaken(
  { state, views }: Decision,
  symbol: Ticker,
  mark: Price | null,
): Price | null | undefined {
  const action = views.waitingActions.get(symbol);
  if (action === undefined) return undefined;
  const scale = scaleOf(action);
  if (scale !== null) return mark === null ? null : toNewPrice(mark, scale);
  const named = state.reconciliation?.venuePositions.find((one) => one.symbol === symbol);
  return named?.currentPrice ?? null;
}
