import type { Ticker } from "../../ids.ts";
import { describeShares } from "../../number/describe-shares.ts";
import { shares, type Quantity } from "../../number/quantity.ts";
import { type AtLevel, limitOf } from "../levels/at-level.ts";
import { ADV_SESSIONS_MIN, type AverageVolume } from "./average-volume.ts";
import type { VolumeCause } from "./volume-guard.ts";

/** Why an order was refused for what its market trades in a day. Plain data, like every denial. */
export type VolumeDenial =
  | { readonly code: "daily_volume"; readonly symbol: Ticker; readonly cause: VolumeCause }
  | (AtLevel & {
      readonly code: "order_volume_share" | "position_volume_share";
      readonly quantity: Quantity;
      readonly volume: AverageVolume;
      readonly shareBps: number;
      readonly limitBps: number;
    });

/** Says in one sentence what the order is too large for, or what is missing and what brings it. */
export function describeVolume(denial: VolumeDenial): string {
  if (denial.code === "daily_volume") return describeMissing(denial.symbol, denial.cause);
  const { quantity, volume, shareBps, limitBps } = denial;
  const what =
    denial.code === "order_volume_share" ? "The order is for" : "The position could reach";
  const day = `${describeShares(shares(volume.shares))} of ${volume.symbol} that trade in a session, by the last ${volume.sessions}`;
  return `${what} ${describeShares(quantity)}, ${percent(shareBps)} of the ${day}; ${limitOf(denial)} is ${percent(limitBps)}.`;
}

function describeMissing(symbol: Ticker, cause: VolumeCause): string {
  const lacks =
    cause === "stale"
      ? `What the venue said of the daily volume of ${symbol} is older than a day`
      : `The venue has not named ${ADV_SESSIONS_MIN} sessions of ${symbol} that ended of late`;
  return `${lacks}: no new risk is taken in it until its daily bars are read again, or a person allows unknown volume.`;
}

function percent(bps: number): string {
  return `${(bps / 100).toFixed(2)} %`;
}
