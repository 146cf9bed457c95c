import { expect, it } from "vitest";
import { aContext, anIntent, MORNING, SPY } from "../../../test/builders.ts";
import { MARKET } from "../../../test/denial-cases.ts";
import { price } from "../../number/price.ts";
import { underCheck } from "../check.ts";
import { OPEN_MARKET } from "../market-guard.ts";
import { priceBand } from "./market/price-band.ts";
import { tradingHalt } from "./market/trading-halt.ts";
import { parentQuantity } from "./strategy/parent-quantity.ts";
import { dailyVolume } from "./volume/daily-volume.ts";
import { orderVolumeShare } from "./volume/order-volume-share.ts";
import { shortSale } from "./assets/short-sale.ts";
import { afterResume } from "./standing/after-resume.ts";
import { corporateAction } from "./standing/corporate-action.ts";
import { stopLoss } from "./standing/stop-loss.ts";

it.each([
  [tradingHalt, "denied by a halt that is not there"],
  [priceBand, "denied by a price band that is not there"],
  [corporateAction, "denied by a corporate action that is not there"],
  [afterResume, "denied after a resume that never was"],
  [shortSale, "denied for a short sale that may be"],
  [stopLoss, "denied by a stop-loss that never fired"],
  [parentQuantity, "an order without a parent has more children than asked for"],
  [dailyVolume, "denied for a volume that is known"],
] as const)("$0.code has no denial without its cause, and says so", (check, message) => {
  for (const pricing of [anIntent().pricing, MARKET]) {
    const order = underCheck(anIntent({ pricing }), aContext());
    expect(() => check.deny(order, 1, 0)).toThrow(message);
  }
});

it("price_band has no denial of an order without a price", () => {
  const bands = {
    symbol: SPY,
    venueAt: MORNING,
    lower: price("99"),
    upper: price("101"),
    inForce: true,
  };
  const order = underCheck(
    anIntent({ pricing: MARKET }),
    aContext({ market: { ...OPEN_MARKET, bands } }),
  );
  expect(() => priceBand.deny(order, 1, 0)).toThrow("denied by a price band that is not there");
});

it("a share of volume has no denial where the volume is not known", () => {
  const order = underCheck(anIntent(), aContext({ volume: null }));
  expect(() => orderVolumeShare.deny(order, 1, 0)).toThrow(
    "an order was measured by a volume that is not known",
  );
});
