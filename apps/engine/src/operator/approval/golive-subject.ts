import type { DiffLine } from "@interlock/core/approval/approval";
import { passes } from "@interlock/core/golive/judge-gates";
import { describeBinding } from "@interlock/core/golive/launch-binding";
import { pollObstacle } from "@interlock/core/golive/station-poll";
import { fail, ok, type Result } from "@interlock/core/result";
import type { Decision } from "../../decision.ts";
import { gateReadings, launchObstacleNow, pollBasis } from "../../golive/gate-readings.ts";
import { pollGround } from "../../golive/poll-ground.ts";
import { runningBinding } from "../../golive/running-binding.ts";
import type { CommandOutcome } from "../command-outcome.ts";
import { declareLaunch } from "../golive/declare-launch.ts";
import type { GoLiveCommand } from "../golive/golive-command.ts";
import type { Agreed, SubjectProposal, SubjectRules } from "./subject.ts";

type Declare = Extract<GoLiveCommand, { readonly kind: "golive_declare" }>;

/** Live trading: made on the verdicts of all gates and on what runs, and carried out as the countdown. */
export const GOLIVE_SUBJECT: SubjectRules<Declare> = {
  kind: "go_live",
  base: ({ state, time }) => pollBasis(state, time),
  propose: proposeLaunch,
  carryOut: launchAgreed,
};

function proposeLaunch(decision: Decision, act: Declare): Result<SubjectProposal<Declare>> {
  const { state, time } = decision;
  const obstacle = launchObstacleNow(state, time, act.basis);
  if (obstacle !== null) return fail(`Not asked for: ${obstacle}`);
  const rehearsal = state.settings?.environment !== "live";
  const amber = gateReadings(state, time).filter(({ verdict }) => verdict === "amber");
  return ok({
    title: `${rehearsal ? "Rehearse going live" : "Go live"} on account ${state.accountNumber}`,
    act,
    diff: bindingDiff(decision),
    impact: [
      "A countdown of 60 s begins when it is applied; anybody may abort it.",
      "Then strategies take new risk, from 10 % of the limits on, for 5 canary days.",
      ...amber.map(({ gate, sentence }) => `${gate.id} ${gate.name} is waived: ${sentence}`),
    ],
  });
}

/** What was launched last beside what would be now. */
function bindingDiff({ state }: Decision): readonly DiffLine[] {
  const before = state.golive.launch;
  const old = before === null ? [] : describeBinding(before.binding);
  return describeBinding(runningBinding(state)).map(([what, after]) => ({
    what,
    before: old.find(([name]) => name === what)?.[1] ?? "never live",
    after,
  }));
}

/**
 * What is otherwise than when it was asked for: of what would run, of the gates, and of the stations, whose votes are
 * gone with any of it. Asked for anew, it is made on that.
 */
export function launchDifference(decision: Decision, asked: readonly DiffLine[]): DiffLine[] {
  const { state, time } = decision;
  const moved = describeBinding(runningBinding(state)).flatMap(([what, after]) => {
    const before = asked.find((line) => line.what === what)?.after ?? "not there";
    return before === after ? [] : [{ what, before, after }];
  });
  const gates = gateReadings(state, time)
    .filter(({ verdict }) => !passes(verdict))
    .map(({ gate, verdict, sentence }) => ({
      what: `${gate.id} ${gate.name}`,
      before: "go",
      after: `${verdict}: ${sentence}`,
    }));
  const poll = pollObstacle(state.golive.votes, pollBasis(state, time), pollGround(state));
  const stations = poll === null ? [] : [{ what: "Stations", before: "go", after: poll }];
  return [...moved, ...gates, ...stations];
}

function launchAgreed(decision: Decision, act: Declare, agreed: Agreed): CommandOutcome {
  const { approval, applier, fourEyes } = agreed;
  return declareLaunch(decision, act, { actor: applier, approvalId: approval.id, fourEyes });
}
