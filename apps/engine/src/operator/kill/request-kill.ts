import { assert } from "@interlock/core/assert";
import { type KillScope, WHOLE_ACCOUNT, describeScope } from "@interlock/core/kill/kill-scope";
import { type KillTerms, mergeTerms } from "@interlock/core/kill/kill-terms";
import { LOOK_TEMPO, firstPace } from "@interlock/core/kill/look-pace";
import type { Ticker } from "@interlock/core/ids";
import { signOfQuantity } from "@interlock/core/number/quantity";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import type { Decision } from "../../decision.ts";
import { isRunning, killInForce, killsOf, scopeOfKill } from "../../kill-in-force.ts";
import type { KillState } from "../../records/kill-record.ts";
import type { EngineState } from "../../state.ts";
import { type CommandOutcome, accept, refuse } from "../command-outcome.ts";
import type { CommandVia } from "../operator-command.ts";
import { voidResumes } from "../approval/void-resumes.ts";
import { lookNow, lookSoon } from "./ask-look.ts";
import { cancelKnownOrders } from "./kill-cancels.ts";
import { recordProgress } from "./kill-proof.ts";
import { noteEvidence } from "./kill-receipt.ts";

/** Who kills what, how, and why. */
export interface KillRequest extends KillTerms {
  readonly scope: KillScope;
  readonly by: string;
  readonly via: CommandVia;
  readonly reason: string;
  /** A rehearsal: the same kill, whose receipt is kept as a drill's. */
  readonly drill?: boolean | undefined;
  /** When it was asked for, in wall-clock milliseconds of this host; absent where nobody noted it. */
  readonly hostAt?: number | undefined;
}

/**
 * Begins a kill, or joins the request to the one in force in its scope. One of a part of the account holds that part by
 * itself, also under a kill of everything: whoever resumes everything does not resume what another person stopped by
 * name. Refused is only what would stop nothing, and a rehearsal where it may not be.
 */
export function requestKill(decision: Decision, request: KillRequest): CommandOutcome {
  const { state } = decision;
  const why = refusalOf(state, request);
  if (why !== null) return refuse(why);
  const standing = killInForce(state, request.scope);
  if (standing === null) return accept(begin(decision, request));
  const { mode, includeStops } = mergeTerms(standing, request);
  const covered = addsNothing(standing, request);
  voidResumes(decision, request.scope, request.by);
  if (covered && isRunning(standing)) lookSoon(decision);
  if (covered && (isRunning(standing) || mode === "halt")) {
    return accept(coveredBy(standing));
  }
  const sentence = begin(decision, { ...request, mode, includeStops });
  return accept(
    covered
      ? `The kill in mode ${mode} that ${standing.by} asked for was proven; the venue is looked at again, and what came since is removed.`
      : sentence,
  );
}

/** What somebody reads who stops what is stopped: by whom and since when. Their own request is on record beside it. */
function coveredBy(standing: KillState): string {
  const { killId, mode, by, reason, requestedAt } = standing;
  const scope = scopeOfKill(standing);
  const stopped = scope.kind === "all" ? "Trading is" : `Trading of ${describeScope(scope)} is`;
  const why = reason === "" ? "" : ` (${reason})`;
  return `${stopped} already halted: ${by} asked for ${killId} in mode ${mode} at ${new Date(requestedAt).toISOString()}${why}; it covers this one, which is on record.`;
}

/**
 * Takes a kill that was latched while the engine was away. It is no new gesture: when the journal's own kill covers it,
 * nothing is recorded, and what is under way goes on.
 */
export function upholdKill(decision: Decision, latched: KillRequest): void {
  const standing = killInForce(decision.state, latched.scope);
  if (standing !== null && mergeTerms(standing, latched) === standing) return;
  requestKill(decision, latched);
}

/** Tells whether a kill goes as far as a request already; a rehearsal never does where the request is real. */
function addsNothing(standing: KillState, request: KillRequest): boolean {
  const { mode, includeStops } = mergeTerms(standing, request);
  const isReal = standing.drill === true && request.drill !== true;
  return mode === standing.mode && includeStops === standing.includeStops && !isReal;
}

function refusalOf(state: EngineState, request: KillRequest): string | null {
  const { scope, drill, mode } = request;
  const nothing = nothingToStop(state, scope);
  if (nothing !== null || drill !== true) return nothing;
  if (state.settings?.environment === "live" && mode !== "halt")
    return "Nothing was done: in live only Halt new is rehearsed, for a drill there must not touch an order. Choose Halt new, or rehearse in paper.";
  const inForce = [killInForce(state, WHOLE_ACCOUNT), ...killsOf(state)].find(
    (kill) => kill != null && kill === killInForce(state, scopeOfKill(kill)),
  );
  if (inForce == null) return null;
  return `Nothing was done: the kill of ${describeScope(scopeOfKill(inForce))} by ${inForce.by} is in force. A drill rehearses while nothing is stopped: resume first.`;
}

/** A name that is mistyped would be proven at once, and the right one trade on. */
function nothingToStop(state: EngineState, scope: KillScope): string | null {
  const { strategies = [], symbols = [] } = state.settings ?? {};
  const ids = strategies.map(({ id }) => id);
  if (scope.kind === "strategy" && !ids.includes(scope.strategyId))
    return `Nothing was stopped: there is no strategy ${scope.strategyId}. There are ${ids.join(", ")}.`;
  if (scope.kind === "symbol" && isNothingHere(state, scope.symbol))
    return `Nothing was stopped: ${scope.symbol} is not traded here, and nothing of it is held or open. There are ${symbols.join(", ")}.`;
  return null;
}

function isNothingHere(state: EngineState, symbol: Ticker): boolean {
  if (state.settings === null || state.settings.symbols.includes(symbol)) return false;
  const isOfIt = (one: { readonly symbol: Ticker }) => one.symbol === symbol;
  const { orders, external, portfolio, reconciliation } = state;
  const isHeld = signOfQuantity(positionOf(portfolio, symbol).quantity) !== 0;
  const isOpenHere = [...Object.values(orders), ...Object.values(external)].some(isOfIt);
  return !isHeld && !isOpenHere && !(reconciliation?.venuePositions ?? []).some(isOfIt);
}

function askedWords({ mode, by, raised }: KillRequest): string {
  if (raised === undefined) return `by ${by}`;
  return `asked for as ${raised.from} by ${by} and made ${mode} by ${raised.by}`;
}

function begin(decision: Decision, request: KillRequest): string {
  const { mode, scope } = request;
  const killId = `kill-${decision.state.counters.kill + 1}`;
  emitRequest(decision, killId, request);
  const kill = killInForce(decision.state, scope);
  assert(kill !== null, "a kill that was just recorded is not in force");
  const what = scope.kind === "all" ? mode : `${mode} of ${describeScope(scope)}`;
  const drill = request.drill === true ? " A drill." : "";
  const sentence = `Kill switch: ${what}, ${askedWords(request)}.${drill}`;
  decision.perform({ kind: "raise_alert", severity: "critical", sentence });
  noteEvidence(decision, kill, { reached: ["requested"], hostAt: request.hostAt });
  decision.perform({ kind: "note_kill_gate", killId });
  const gate =
    scope.kind === "all" ? "The gate is closed" : `The gate of ${describeScope(scope)} is closed`;
  if (mode === "halt") {
    recordProgress(decision, kill, {
      stage: "proven",
      openOrders: 0,
      positions: 0,
      cleanSweeps: 0,
    });
    return `${gate}: no order that adds risk can leave. Working orders stay.`;
  }
  cancelKnownOrders(decision, kill);
  decision.views.sweeps.pace = firstPace(LOOK_TEMPO);
  lookNow(decision);
  return `${gate} and ${mode === "flatten" ? "cancels and closes are" : "cancels are"} under way.`;
}

/** Everything is held by a hold beside the others; a part of the account by the kill's own record. */
function emitRequest(decision: Decision, killId: string, request: KillRequest): void {
  const { mode, includeStops, by, via, reason: given, scope, raised } = request;
  const asked = { killId, mode, includeStops, by, via, reason: given };
  const terms = raised === undefined ? asked : { ...asked, raised };
  const drill = request.drill === true ? { drill: true as const } : {};
  if (scope.kind !== "all") {
    decision.emit({ kind: "scope_kill_requested", scope, ...terms, ...drill });
    return;
  }
  const reason = given === "" ? `mode ${mode}, no reason given` : given;
  const hold = { source: "kill_switch" as const, state: "halted" as const, reason };
  decision.emit({ kind: "trading_held", hold: { ...hold, at: decision.time, by } });
  decision.emit({ kind: "kill_requested", ...terms, ...drill });
}
