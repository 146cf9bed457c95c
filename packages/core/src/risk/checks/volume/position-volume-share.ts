import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { shareOfVolume, volumeOf } from "./share-of-volume.ts";

/** The largest position that the order can lead to, as a share of what trades in a session on average. */
export const positionVolumeShare = defineCheck({
  code: "position_volume_share",
  label: "Position, share of volume",
  unit: "bps",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) =>
    order.context.volume === null ? NOT_MEASURED : shareOfVolume(order, order.worstQuantity),
  limit: ({ context }) => context.limits.maxPositionVolumeBps,
  deny: (order, shareBps, limitBps) => ({
    code: "position_volume_share",
    quantity: order.worstQuantity,
    volume: volumeOf(order),
    shareBps,
    limitBps,
    ...levelPart(order.context.levels.boundBy, "maxPositionVolumeBps"),
  }),
});
