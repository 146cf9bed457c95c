import { expect, it } from "vitest";
import { aContext, anIntent } from "../../../test/builders.ts";
import { MARKET } from "../../../test/denial-cases.ts";
import { underCheck } from "../check.ts";
import { priceBand } from "./market/price-band.ts";
import { tradingHalt } from "./market/trading-halt.ts";
import { corporateAction } from "./standing/corporate-action.ts";
import { stopLoss } from "./standing/stop-loss.ts";

it.each([
  [tradingHalt, "denied by a halt that is not there"],
  [priceBand, "denied by a price band that is not there"],
  [corporateAction, "denied by a corporate action that is not there"],
  [stopLoss, "denied by a stop-loss that never fired"],
] as const)("$0.code has no denial without its cause, and says so", (check, message) => {
  for (const pricing of [anIntent().pricing, MARKET]) {
    const order = underCheck(anIntent({ pricing }), aContext());
    expect(() => check.deny(order, 1, 0)).toThrow(message);
  }
});
