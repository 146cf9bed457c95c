import type { ClientOrderId, Ticker } from "@interlock/core/ids";
import type { AssetFlags } from "@interlock/core/risk/assets/asset-guard";
import type { AverageVolume } from "@interlock/core/risk/volume/average-volume";
import type { MarketRecord } from "./market-record.ts";

/** What the venue said of instruments, as it is journaled. */
export type AssetRecord =
  /** What may be done with each instrument that was asked for. */
  | { readonly kind: "assets_observed"; readonly assets: readonly AssetFlags[] }
  | {
      /** A short sale was refused for lack of shares to borrow: none is tried in the symbol before the next day. */
      readonly kind: "borrow_refused";
      readonly symbol: Ticker;
      readonly clientOrderId: ClientOrderId;
      readonly reason: string;
    };

/** What instruments trade in a session on average, of those that were asked for: the others are unknown. */
export interface VolumeRecord {
  readonly kind: "volumes_observed";
  readonly asked: readonly Ticker[];
  readonly volumes: readonly AverageVolume[];
}

/** What is journaled of instruments: of their markets, and of what may be done with them. */
export type InstrumentRecord = MarketRecord | AssetRecord | VolumeRecord;
