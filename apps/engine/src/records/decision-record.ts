import type { PriceReference } from "@interlock/core/market/price-reference";
import type { Price } from "@interlock/core/number/price";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { CheckMeasures } from "@interlock/core/risk/check-order";
import type { Denial } from "@interlock/core/risk/denial";
import type { OverrideUse } from "@interlock/core/risk/override/override";

/** What is journaled of the gate's answers, with everything that was measured. */
export type DecisionRecord =
  | {
      readonly kind: "order_approved";
      readonly intent: OrderIntent;
      readonly measures: CheckMeasures;
      readonly arrivalMid: Price | null;
      /** What it was measured against; absent where its market shows no price, and in journals of before. */
      readonly reference?: PriceReference;
      /** The override that it used up, and by whom; absent where it passed by the limits in force. */
      readonly override?: OverrideUse;
    }
  | {
      readonly kind: "order_denied";
      readonly intent: OrderIntent;
      readonly denials: readonly Denial[];
      readonly measures: CheckMeasures;
      readonly arrivalMid: Price | null;
      /** What it was measured against; absent where its market shows no price, and in journals of before. */
      readonly reference?: PriceReference;
      /** The override with which it was tried, which is not used up by that; absent where it had none. */
      readonly overrideId?: string;
    };
