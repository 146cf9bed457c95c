import { UNSETTLED } from "@interlock/core/approval/decide-approval";
import { passes } from "@interlock/core/golive/judge-gates";
import { isStanding } from "@interlock/core/golive/launch";
import { voteObstacle } from "@interlock/core/golive/station-poll";
import type { Decision } from "../../decision.ts";
import { gateReadings, MOVED_ON, pollBasis } from "../../golive/gate-readings.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import { ladderPlace } from "../ladder-place.ts";
import type { CommandActor } from "../operator-command.ts";
import type { GoLiveCommand } from "./golive-command.ts";

type Vote = Extract<GoLiveCommand, { readonly kind: "golive_vote" }>;

/** A station says go or no-go, on exactly what its page showed. Go needs every gate of the station to pass. */
export function vote(decision: Decision, body: Vote, actor: CommandActor): CommandOutcome {
  const { state, time } = decision;
  const { station, go, basis } = body;
  const comment = body.comment.trim();
  if (isStanding(state.golive.launch))
    return refuse("Not voted: a launch stands already. Abort or demote it first.");
  if (basis !== pollBasis(state, time)) return refuse(`Not voted: ${MOVED_ON}`);
  if (!go && comment === "") return refuse("Not voted: a no-go says why, in the comment.");
  if (go && actor.raisedAlone?.settled === false) return refuse(`Not voted. ${UNSETTLED}`);
  const { userId, name, role } = actor;
  const by = { userId, name, role };
  const voter = { by, station, builders: buildersOf(decision), alone: isAlone(decision) };
  const obstacle = voteObstacle(voter, state.golive.votes);
  if (obstacle !== null) return refuse(`Not voted: ${obstacle}`);
  const open = gateReadings(state, time).filter(
    ({ gate, verdict }) => gate.owner === station && !passes(verdict),
  );
  if (go && open.length > 0) {
    const names = open.map(({ gate }) => `${gate.id} ${gate.name}`).join(", ");
    return refuse(`Not voted: of the station ${station} these gates do not pass: ${names}.`);
  }
  decision.emit({ kind: "station_voted", vote: { station, go, comment, by, at: time, basis } });
  return accept(`The station ${station} says ${go ? "GO" : "NO-GO"}.`);
}

/** Ids of the people whom the attestation of the tests names as who built it. */
function buildersOf({ state }: Decision): readonly string[] {
  return state.golive.evidence.tests?.builders ?? [];
}

/** Whether one person may answer for everything: where the policy says that nobody else is there. */
function isAlone({ state }: Decision): boolean {
  return ladderPlace(state).policy.solo !== null;
}
