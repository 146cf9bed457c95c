import { type GateId, gateOf, type Station } from "@interlock/core/golive/gate-table";
import type { GateReading } from "@interlock/core/golive/judge-gates";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "../state.ts";
import { gateReadings } from "./gate-readings.ts";
import { pollGround } from "./poll-ground.ts";
import { sha256 } from "./running-binding.ts";

/**
 * Returns a short hash of what a gate shows: its verdict and all that was measured, but not when. A measurement that is
 * made anew and comes to the same needs no second look; one that says anything else does.
 */
export function evidenceHash({ gate, verdict, evidence }: GateReading): string {
  const shown = evidence.map((one) => [
    one.name,
    one.build,
    one.passed,
    one.value,
    one.sentence,
    one.by,
    one.source,
  ]);
  return sha256([gate.id, verdict, shown]).slice(0, 16);
}

/** Says which gates somebody has not looked into, of one station or of all; null where none, or others look as well. */
export function unopenedFault(
  state: EngineState,
  now: UnixMs,
  { userId, station }: { readonly userId: string; readonly station?: Station },
): string | null {
  if (!pollGround(state).alone) return null;
  const unopened = unopenedGates(state, gateReadings(state, now), userId).filter(
    (id) => station === undefined || gateOf(id)?.owner === station,
  );
  if (unopened.length === 0) return null;
  return `alone, you open the evidence of each gate first, and again where it has changed: ${unopened.join(", ")}.`;
}

function unopenedGates(
  { golive }: EngineState,
  readings: readonly GateReading[],
  userId: string,
): readonly GateId[] {
  return readings
    .filter((reading) => {
      const seen = evidenceHash(reading);
      return !golive.opened.some(
        ({ gate, by, evidence }) =>
          gate === reading.gate.id && by.userId === userId && evidence === seen,
      );
    })
    .map(({ gate }) => gate.id);
}
