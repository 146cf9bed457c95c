import type { IsoDate } from "@interlock/core/market/civil-date";
import type { LimitSet } from "@interlock/core/risk/levels/limit-levels";
import type { UnixMs } from "@interlock/core/time";
import type { Evidence } from "@interlock/core/golive/evidence";
import type { GateId } from "@interlock/core/golive/gate-table";
import type { GateWaiver } from "@interlock/core/golive/gate-waiver";
import type { DrillUnderWay } from "@interlock/core/golive/golive-book";
import type { Launch, LaunchEnd, LaunchPerson } from "@interlock/core/golive/launch";
import type { StationVote } from "@interlock/core/golive/station-poll";

/** What is journaled on the way to live trading and back. */
export type GoLiveRecord =
  /** Something was measured that a gate reads. */
  | { readonly kind: "evidence_noted"; readonly evidence: Evidence }
  | { readonly kind: "station_voted"; readonly vote: StationVote }
  /** What was voted on is no longer so: everybody votes anew. */
  | { readonly kind: "votes_cleared"; readonly why: string }
  | {
      /** Somebody opened what a gate rests on; `evidence` names what it showed, by a hash. */
      readonly kind: "gate_opened";
      readonly gate: GateId;
      readonly evidence: string;
      readonly by: LaunchPerson;
    }
  | { readonly kind: "gate_waiver_asked"; readonly waiver: GateWaiver }
  | {
      readonly kind: "gate_waiver_approved";
      readonly waiverId: string;
      readonly by: LaunchPerson;
    }
  /** The director declared; the countdown runs. `declaredSeq` of the launch is this entry's place. */
  | { readonly kind: "launch_declared"; readonly launch: Omit<Launch, "declaredSeq"> }
  /** The countdown is over: new risk may be taken from here on. */
  | { readonly kind: "launch_began"; readonly launchId: string; readonly on: IsoDate }
  | {
      /** The limits changed without becoming looser than what the approval covers: it stays bound to them. */
      readonly kind: "launch_followed";
      readonly launchId: string;
      readonly limitsVersion: number;
      readonly why: string;
      /** What it covers from now on: a change of before the approval ended by itself. Absent: as before. */
      readonly covered?: LimitSet;
    }
  | {
      readonly kind: "launch_ended";
      readonly launchId: string;
      readonly stage: LaunchEnd;
      readonly why: string;
      /** The person; null where a rule ended it. */
      readonly by: string | null;
    }
  /** A demoted rehearsal is put away by a person, so that the simulation trades again. */
  | { readonly kind: "rehearsal_closed"; readonly launchId: string; readonly by: string }
  | { readonly kind: "drill_began"; readonly drill: DrillUnderWay }
  /** New risk was refused because of the drill, at this time. */
  | { readonly kind: "drill_held"; readonly at: UnixMs }
  /** The venue key in use was seen for the first time; its fingerprint is a part of a hash. */
  | { readonly kind: "venue_key_seen"; readonly fingerprint: string; readonly keyClass: string };
