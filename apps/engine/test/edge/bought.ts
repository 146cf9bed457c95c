import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { Rig } from "../rig.ts";
import { Screen } from "./screen.ts";

/** A started engine that the first strategy wants to be fully long, with its order and what a console shows of it. */
export interface Placed {
  readonly screen: Screen;
  readonly rig: Rig;
  readonly intent: OrderIntent;
}

/** An order to buy SPY at 100.00 to 100.02, approved and not yet answered. */
export function placed(screen: Screen = new Screen(new Rig().ready())): Placed {
  const { rig } = screen;
  screen.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  return { screen: screen.follow(), rig, intent };
}

/** The same order, working at the venue. */
export function working(screen?: Screen): Placed {
  const order = placed(screen);
  order.rig.accept(order.intent);
  order.screen.follow();
  return order;
}

/** The same order, filled whole at 100.02. */
export function bought(screen?: Screen): Placed {
  const order = working(screen);
  const { intent } = order;
  const all = formatQuantity(intent.quantity);
  order.rig.fill(intent, { id: "x1", quantity: all, price: "100.02" });
  order.screen.follow();
  return order;
}
