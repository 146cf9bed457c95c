import { shortHash } from "@interlock/core/golive/launch-binding";
import type { GoLiveRecord } from "../../../records/golive-record.ts";

/** Says in one sentence what happened on the way to live trading, or back. */
export function goliveSentence(record: GoLiveRecord): string {
  switch (record.kind) {
    case "evidence_noted":
      return `Evidence ${record.evidence.name}: ${record.evidence.sentence}`;
    case "station_voted": {
      const { station, go, by, comment } = record.vote;
      return `${by.name} says ${go ? "GO" : "NO-GO"} for the station ${station}${comment === "" ? "." : `: ${comment}`}`;
    }
    case "votes_cleared":
      return `All votes were cleared: ${record.why}.`;
    case "gate_opened":
      return `${record.by.name} opened the evidence of ${record.gate}.`;
    case "gate_waiver_asked":
      return `${record.waiver.by.name} asks to waive ${record.waiver.gate}: ${record.waiver.reason}`;
    case "gate_waiver_approved":
      return `${record.by.name} agreed to ${record.waiverId}.`;
    case "drill_began":
      return `${record.drill.by} began the drill ${record.drill.drill.replace("_", " ")}.`;
    case "drill_held":
      return "The drill stopped new risk.";
    case "venue_key_seen":
      return `The ${record.keyClass} key ${record.fingerprint} is in use.`;
    default:
      return launchSentence(record);
  }
}

type LaunchRecord = Extract<
  GoLiveRecord,
  { readonly kind: `launch_${string}` | "rehearsal_closed" }
>;

function launchSentence(record: LaunchRecord): string {
  switch (record.kind) {
    case "launch_declared": {
      const { launchId, director, binding } = record.launch;
      return `${director.name} declared ${launchId} for build ${shortHash(binding.build)}, configuration ${shortHash(binding.configHash)}, limits version ${binding.limitsVersion}.`;
    }
    case "launch_began":
      return `${record.launchId} is in force since ${record.on}.`;
    case "launch_followed":
      return `${record.launchId} holds for limits version ${record.limitsVersion}: ${record.why}.`;
    case "launch_ended":
      return `${record.launchId} is ${record.stage.replace("_", " ")}: ${record.why}.`;
    case "rehearsal_closed":
      return `${record.by} closed the rehearsal ${record.launchId}.`;
  }
}
