import { dailyVolume } from "./daily-volume.ts";
import { orderVolumeShare } from "./order-volume-share.ts";
import { positionVolumeShare } from "./position-volume-share.ts";

/** The checks of what the symbol's market can take, in the order in which they are shown. */
export const VOLUME_CHECKS = [dailyVolume, orderVolumeShare, positionVolumeShare];
