import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { shareOfVolume, volumeOf } from "./share-of-volume.ts";

/** The order as a share of what trades in a session on average (FINRA's oversight of market access asks for it). */
export const orderVolumeShare = defineCheck({
  code: "order_volume_share",
  label: "Order, share of volume",
  unit: "bps",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) =>
    order.context.volume === null ? NOT_MEASURED : shareOfVolume(order, order.intent.quantity),
  limit: ({ context }) => context.limits.maxOrderVolumeBps,
  deny: (order, shareBps, limitBps) => ({
    code: "order_volume_share",
    quantity: order.intent.quantity,
    volume: volumeOf(order),
    shareBps,
    limitBps,
    ...levelPart(order.context.levels.boundBy, "maxOrderVolumeBps"),
  }),
});
