import type { Actor } from "@interlock/api/actor";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import type { GoLivePort } from "@interlock/api/golive-port";
import type { UnixMs } from "@interlock/core/time";
import type { CommandBody } from "../../operator/operator-command.ts";
import type { ReadBuilders } from "../auth/people/known-builders.ts";
import type { EngineState } from "../../state.ts";
import { goliveSection } from "../view/golive-section.ts";
import { orExplain } from "./or-explain.ts";

/** What it reads, and the way to the trading thread. */
interface GoLiveGateParts {
  readonly state: () => EngineState;
  readonly venueTime: () => UnixMs;
  readonly readBuilders: ReadBuilders;
  readonly send: (id: string, body: CommandBody, actor: Actor) => Promise<CommandReceipt>;
}

/** The part of the API's engine that is about live trading. It judges by the same code as the engine itself. */
export function makeGoLiveGate({
  state,
  venueTime,
  readBuilders,
  send,
}: GoLiveGateParts): GoLivePort {
  return {
    golive: () => goliveSection(state(), venueTime()),
    goliveVote: ({ commandId: id, ...vote }, actor) =>
      send(id, { kind: "golive_vote", ...vote }, actor),
    goliveDeclare: ({ commandId: id, basis, reason }, actor) => {
      const ask = { kind: "golive_declare" as const, basis, reason };
      return send(id, { kind: "request_approval", ask, reason }, actor);
    },
    goliveAbort: ({ commandId: id, ...end }, actor) =>
      send(id, { kind: "golive_abort", ...end }, actor),
    goliveDemote: ({ commandId: id, ...end }, actor) =>
      send(id, { kind: "golive_demote", ...end }, actor),
    goliveCloseRehearsal: ({ commandId: id, launchId }, actor) =>
      send(id, { kind: "golive_close_rehearsal", launchId }, actor),
    goliveWaive: ({ commandId: id, ...waiver }, actor) =>
      send(id, { kind: "golive_waive", ...waiver }, actor),
    goliveApproveWaiver: ({ commandId: id, waiverId }, actor) =>
      send(id, { kind: "golive_approve_waiver", waiverId }, actor),
    goliveOpenEvidence: ({ commandId: id, ...opened }, actor) =>
      send(id, { kind: "golive_open_evidence", ...opened }, actor),
    goliveReadRunbook: ({ commandId: id, runbook }, actor) =>
      send(id, { kind: "golive_read_runbook", runbook }, actor),
    goliveDrill: ({ commandId: id, drill }, actor) =>
      send(id, { kind: "golive_drill", drill }, actor),
    goliveAttest: async ({ commandId: id, ...signed }, actor) => {
      const knownBuilders = await orExplain(readBuilders(signed.statement));
      return send(id, { kind: "golive_attest", ...signed, knownBuilders }, actor);
    },
  };
}
