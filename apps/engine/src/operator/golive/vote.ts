import { UNSETTLED } from "@interlock/core/approval/decide-approval";
import type { Station } from "@interlock/core/golive/gate-table";
import { passes } from "@interlock/core/golive/judge-gates";
import { isStanding } from "@interlock/core/golive/launch";
import { voteObstacle } from "@interlock/core/golive/station-poll";
import type { Decision } from "../../decision.ts";
import { gateReadings, MOVED_ON, pollBasis } from "../../golive/gate-readings.ts";
import { unopenedFault } from "../../golive/opened-evidence.ts";
import { pollGround } from "../../golive/poll-ground.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
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
  const obstacle = voteObstacle({ by, station, go }, state.golive.votes, pollGround(state));
  if (obstacle !== null) return refuse(`Not voted: ${obstacle}`);
  const unfit = go ? goFault(decision, station, userId) : null;
  if (unfit !== null) return refuse(`Not voted: ${unfit}`);
  decision.emit({ kind: "station_voted", vote: { station, go, comment, by, at: time, basis } });
  return accept(`The station ${station} says ${go ? "GO" : "NO-GO"}.`);
}

/** Says why somebody cannot say go: alone they looked at each gate of the station, and each of them passes. */
function goFault({ state, time }: Decision, station: Station, userId: string): string | null {
  const unopened = unopenedFault(state, time, { userId, station });
  if (unopened !== null) return unopened;
  const open = gateReadings(state, time).filter(
    ({ gate, verdict }) => gate.owner === station && !passes(verdict),
  );
  if (open.length === 0) return null;
  const names = open.map(({ gate }) => `${gate.id} ${gate.name}`).join(", ");
  return `of the station ${station} these gates do not pass: ${names}.`;
}
