import type { UnixMs } from "@interlock/core/time";
import type { VolumeRecord } from "../../records/asset-record.ts";
import type { EngineState } from "../../state.ts";

/** Folds what symbols trade in a day; of one that was asked for and is not among them nothing is known any more. */
export function applyVolumes(state: EngineState, record: VolumeRecord, at: UnixMs): void {
  for (const symbol of record.asked) delete state.volumes[symbol];
  for (const volume of record.volumes) state.volumes[volume.symbol] = { ...volume, at };
}
