import type { CommandActor, CommandVia, KillMode } from "../../operator/operator-command.ts";
import type { KillLatch } from "./kill-latch.ts";

/** A kill as somebody asked for it, by whichever way. */
export interface KillRequest {
  /** Made once per gesture; the same one again is the same kill. */
  readonly commandId: string;
  readonly mode: KillMode;
  /** Also cancel protective stops; a flatten always does, because they hold the shares. */
  readonly includeStops: boolean;
  readonly reason: string;
  readonly by: CommandActor;
  readonly via: CommandVia;
  readonly trigger: KillLatch["trigger"];
}

const STRENGTH: Readonly<Record<KillMode, number>> = { halt: 0, cancel: 1, flatten: 2 };

/**
 * Returns the latch after a request. Requests merge into the kill in force: the stronger mode wins, stops once included
 * stay included, and the first one's name, reason and id remain. The same object comes back when nothing changes.
 */
export function mergeKill(standing: KillLatch | null, request: KillRequest, at: number): KillLatch {
  if (standing === null) {
    return { version: 1, ...request, requestedAt: at, haltSeen: false, provenAt: null };
  }
  const stronger = STRENGTH[request.mode] > STRENGTH[standing.mode];
  const moreStops = request.includeStops && !standing.includeStops;
  if (request.commandId === standing.commandId || (!stronger && !moreStops)) return standing;
  return {
    ...standing,
    mode: stronger ? request.mode : standing.mode,
    includeStops: standing.includeStops || request.includeStops,
    provenAt: null,
  };
}
