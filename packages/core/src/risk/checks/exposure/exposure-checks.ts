import { buyingPower } from "./buying-power.ts";
import { concentration } from "./concentration.ts";
import { equity } from "./equity.ts";
import { leverage } from "./leverage.ts";
import { longExposure } from "./long-exposure.ts";
import { marginDeficit } from "./margin-deficit.ts";
import { netExposure } from "./net-exposure.ts";
import { sectorExposure } from "./sector-exposure.ts";
import { shortExposure } from "./short-exposure.ts";

/** The checks of what the account as a whole could come to, in the order in which they are shown. */
export const EXPOSURE_CHECKS = [
  netExposure,
  longExposure,
  shortExposure,
  equity,
  concentration,
  sectorExposure,
  leverage,
  buyingPower,
  marginDeficit,
];
