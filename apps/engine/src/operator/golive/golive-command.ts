import type { DrillKind } from "@interlock/core/golive/golive-book";
import type { Station } from "@interlock/core/golive/gate-table";

/** What people do on the way to live trading and back. */
export type GoLiveCommand =
  | {
      readonly kind: "golive_vote";
      readonly station: Station;
      readonly go: boolean;
      readonly comment: string;
      /** What the page showed, as a hash: a vote on anything else is refused. */
      readonly basis: string;
    }
  /** Begins the countdown. */
  | { readonly kind: "golive_declare"; readonly basis: string; readonly reason: string }
  | { readonly kind: "golive_abort"; readonly launchId: string; readonly reason: string }
  /** Ends a launch that is in force: back to paper, at once. */
  | { readonly kind: "golive_demote"; readonly launchId: string; readonly reason: string }
  | { readonly kind: "golive_close_rehearsal"; readonly launchId: string }
  | {
      readonly kind: "golive_waive";
      readonly gate: string;
      readonly sessions: number;
      readonly reason: string;
    }
  | { readonly kind: "golive_approve_waiver"; readonly waiverId: string }
  /** Somebody opens what a gate rests on; `evidence` is the hash that their page showed of it. */
  | { readonly kind: "golive_open_evidence"; readonly gate: string; readonly evidence: string }
  | { readonly kind: "golive_read_runbook"; readonly runbook: string }
  | { readonly kind: "golive_drill"; readonly drill: DrillKind }
  /** Takes over what a trusted key signed. */
  | {
      readonly kind: "golive_attest";
      readonly statement: string;
      readonly signature: string;
      readonly keyId: string;
      /** Whom of those that it names as builders the desk knows; absent where that could not be looked up. */
      readonly knownBuilders?: BuilderNames;
    };

/** Names of people of the desk, by their ids. */
export type BuilderNames = Readonly<Record<string, string>>;

/** Tells the commands of this topic from all others. */
export function isGoLiveCommand(body: { readonly kind: string }): body is GoLiveCommand {
  return body.kind.startsWith("golive_");
}
