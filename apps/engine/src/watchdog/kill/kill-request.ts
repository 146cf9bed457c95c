import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import {
  type KillMode,
  type KillRaise,
  type KillTerms,
  mergeTerms,
} from "@interlock/core/kill/kill-terms";
import type { CommandActor, CommandVia } from "../../operator/operator-command.ts";
import type { KillLatch } from "./kill-latch.ts";

/** A kill as somebody asked for it, by whichever way. */
export interface KillRequest extends KillTerms, KillAsker {
  /** What to stop; absent: everything. */
  readonly scope?: NarrowScope | undefined;
  /** A rehearsal. */
  readonly drill?: boolean | undefined;
  readonly trigger: KillLatch["trigger"];
}

/** Who asks, in which words: the engine is asked in the same ones, so that its audit trail names the same person. */
export interface KillAsker {
  /** Made once per gesture; the same one again is the same kill. */
  readonly commandId: string;
  readonly by: CommandActor;
  readonly via: CommandVia;
  readonly reason: string;
  /** What was asked for; of the latch itself, what it has become since. */
  readonly mode: KillMode;
}

/**
 * Says who made a kill go further than `asker` asked for, so that the engine's own record calls nobody's act another's;
 * undefined where nobody did.
 */
export function raisedBeyond(latch: KillLatch, asker: KillAsker): KillRaise | undefined {
  const isFirst = asker.commandId === latch.commandId;
  const from = isFirst ? (latch.raised?.from ?? latch.mode) : asker.mode;
  if (from === latch.mode) return undefined;
  const { by, reason } = latch.raised ?? { by: latch.by.name, reason: latch.reason };
  return { from, by, reason };
}

/**
 * Returns the latch after a request. Requests merge into the kill in force: the stronger mode wins, stops once included
 * stay included, and the first one's name, reason and id remain. The same object comes back when nothing changes.
 */
export function mergeKill(standing: KillLatch | null, request: KillRequest, at: number): KillLatch {
  if (standing === null) {
    return { version: 1, ...request, requestedAt: at, haltSeen: false, provenAt: null };
  }
  const terms = mergeTerms(standing, request);
  // A real kill during a rehearsal makes it real.
  if (standing.drill === true && request.drill !== true)
    return { ...standing, ...terms, drill: false, provenAt: null };
  if (request.commandId === standing.commandId || terms === standing) return standing;
  const { mode, includeStops } = terms;
  return { ...standing, ...raisedBy(standing, request), mode, includeStops, provenAt: null };
}

/** The first name stays on a kill: who made more of it is named beside, or it would be taken for theirs. */
function raisedBy(
  standing: KillLatch,
  { mode, by, reason }: KillRequest,
): Pick<KillLatch, "raised"> {
  if (mergeTerms(standing, { mode, includeStops: false }) === standing) return {};
  return { raised: { from: standing.raised?.from ?? standing.mode, by: by.name, reason } };
}
