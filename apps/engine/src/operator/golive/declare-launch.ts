import { endOfSession } from "@interlock/core/golive/gate-waiver";
import { COUNTDOWN_MS, LAUNCH_SESSIONS } from "@interlock/core/golive/launch";
import type { Decision } from "../../decision.ts";
import { launchObstacleNow } from "../../golive/gate-readings.ts";
import { runningBinding } from "../../golive/running-binding.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";
import type { GoLiveCommand } from "./golive-command.ts";

type Declare = Extract<GoLiveCommand, { readonly kind: "golive_declare" }>;

/** Who declares, on whose agreement. */
interface Declared {
  readonly actor: CommandActor;
  readonly approvalId: string;
  readonly fourEyes: boolean;
}

/**
 * The director declares what was agreed: every gate passes and every station says go on exactly these gates, again at
 * this moment. The countdown begins; whatever changes meanwhile, or whoever wants, aborts it.
 */
export function declareLaunch(
  decision: Decision,
  act: Declare,
  { actor, approvalId, fourEyes }: Declared,
): CommandOutcome {
  const obstacle = launchObstacleNow(decision.state, decision.time, act.basis);
  if (obstacle !== null) return refuse(`Not declared: ${obstacle}`);
  const { state, time } = decision;
  const { limits, settings, golive } = state;
  if (limits === null || settings === null)
    return refuse("Not declared: the engine has no limits.");
  const { values, levels } = limits;
  const launchId = `launch-${golive.launches + 1}`;
  const { userId, name } = actor;
  decision.emit({
    kind: "launch_declared",
    launch: {
      launchId,
      binding: runningBinding(state),
      covered: { values, levels },
      director: { userId, name },
      stations: Object.fromEntries(golive.votes.map(({ station, by }) => [station, by.name])),
      fourEyes,
      rehearsal: settings.environment !== "live",
      approvalId,
      declaredAt: time,
      goAt: time + COUNTDOWN_MS,
      expiresAt: endOfSession(time, LAUNCH_SESSIONS),
      stage: "counting",
      launchedOn: null,
      endedAt: null,
      endedWhy: "",
    },
  });
  decision.alert("critical", `Go-live ${launchId} was declared by ${name}: ${act.reason.trim()}`);
  return accept(
    `The countdown of ${launchId} runs: new risk from ${new Date(time + COUNTDOWN_MS).toISOString()} on. Anybody may abort it.`,
  );
}
