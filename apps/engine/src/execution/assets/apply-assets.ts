import { idsOf } from "@interlock/core/ids";
import { UNKNOWN_ASSET } from "@interlock/core/risk/assets/asset-guard";
import type { UnixMs } from "@interlock/core/time";
import type { AssetRecord } from "../../records/asset-record.ts";
import type { EngineState } from "../../state.ts";

/** Folds what the venue said of instruments. */
export function applyAssets(state: EngineState, record: AssetRecord, at: UnixMs): void {
  const { assets } = state;
  if (record.kind === "borrow_refused") {
    const before = assets[record.symbol] ?? UNKNOWN_ASSET;
    assets[record.symbol] = { ...before, borrowRefused: true };
    return;
  }
  for (const flags of record.assets) {
    const borrowRefused = assets[flags.symbol]?.borrowRefused ?? false;
    assets[flags.symbol] = { facts: { ...flags, at }, borrowRefused };
  }
}

/** On a new market day what could not be borrowed may be tried again. */
export function forgetBorrowRefusals({ assets }: EngineState): void {
  for (const symbol of idsOf(assets)) {
    const guard = assets[symbol];
    if (guard?.borrowRefused === true) assets[symbol] = { ...guard, borrowRefused: false };
  }
}
