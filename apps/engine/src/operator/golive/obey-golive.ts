import { assertNever } from "@interlock/core/assert";
import type { Decision } from "../../decision.ts";
import { type CommandOutcome, refuse } from "../command-outcome.ts";
import { forbid } from "../approval/asker.ts";
import type { OperatorCommand } from "../operator-command.ts";
import { attest } from "./attest.ts";
import { beginDrill } from "./begin-drill.ts";
import { abortLaunch, closeRehearsal, demoteLaunch } from "./end-launch.ts";
import type { GoLiveCommand } from "./golive-command.ts";
import { openEvidence } from "./open-evidence.ts";
import { readRunbook } from "./read-runbook.ts";
import { vote } from "./vote.ts";
import { approveWaiver, askWaiver } from "./waive-gate.ts";

/** Carries out what a person wants on the way to live trading, or says why not. */
export function obeyGoLive(
  decision: Decision,
  body: GoLiveCommand,
  { actor, via }: OperatorCommand,
): CommandOutcome {
  if (via !== "console" && PERSONAL.includes(body.kind)) return forbid(NOBODY);
  switch (body.kind) {
    case "golive_vote":
      return vote(decision, body, actor);
    case "golive_declare":
      // The ladder asks for an approval in every environment: nobody comes here with the bare command.
      return refuse(
        "Not declared: a launch is asked for, approved by another person, and applied.",
      );
    case "golive_abort":
      return abortLaunch(decision, body, actor);
    case "golive_demote":
      return demoteLaunch(decision, body, actor);
    case "golive_close_rehearsal":
      return closeRehearsal(decision, body.launchId, actor);
    case "golive_waive":
      return askWaiver(decision, body, actor);
    case "golive_approve_waiver":
      return approveWaiver(decision, body.waiverId, actor);
    case "golive_open_evidence":
      return openEvidence(decision, body, actor);
    case "golive_read_runbook":
      return readRunbook(decision, body.runbook, actor);
    case "golive_drill":
      return beginDrill(decision, body.drill, actor);
    case "golive_attest":
      return attest(decision, body);
    default:
      return assertNever(body);
  }
}

/** What is one person's word: nobody gives it from this machine's own hands, as by the command line. */
const PERSONAL: readonly GoLiveCommand["kind"][] = [
  "golive_vote",
  "golive_waive",
  "golive_approve_waiver",
  "golive_read_runbook",
  "golive_open_evidence",
];
const NOBODY =
  "Votes, waivers and what somebody has read need a person whom the engine knows: sign in at the console.";
