import { addMoney } from "../../../number/money.ts";
import { addQuantity } from "../../../number/quantity.ts";
import { type SideExposure, sideExposure } from "../../../portfolio/side-exposure.ts";
import type { OrderUnderCheck } from "../../check.ts";

/** Returns the account's worst cases by side with the order; null without a price to value the symbol by. */
export function sidesWith({
  intent,
  context,
  referencePrice,
}: OrderUnderCheck): SideExposure | null {
  if (referencePrice === null) return null;
  const { buys, sells } = context.openOrders;
  const buying = intent.side === "buy";
  const here = sideExposure(
    {
      position: context.position,
      openBuys: buying ? addQuantity(buys, intent.quantity) : buys,
      openSells: buying ? sells : addQuantity(sells, intent.quantity),
    },
    referencePrice,
  );
  const { elsewhere } = context.exposure;
  return {
    long: addMoney(elsewhere.long, here.long),
    short: addMoney(elsewhere.short, here.short),
    high: addMoney(elsewhere.high, here.high),
    low: addMoney(elsewhere.low, here.low),
  };
}
