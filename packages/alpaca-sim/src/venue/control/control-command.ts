import type { Money } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import type { Asset } from "../asset.ts";
import type { CorporateTerms } from "../corporate/corporate-action.ts";
import type { AccountStanding } from "../venue-state.ts";

/**
 * Events that the control may report of an order, and the status that each leaves; null: as it was. `new` puts an order
 * back to work.
 */
export const MARKS = {
  pending_new: "pending_new",
  new: "new",
  rejected: "rejected",
  done_for_day: "done_for_day",
  stopped: "stopped",
  suspended: "suspended",
  calculated: "calculated",
  pending_cancel: "pending_cancel",
  pending_replace: "pending_replace",
  order_cancel_rejected: null,
  order_replace_rejected: null,
  restated: null,
} as const;
export type Mark = keyof typeof MARKS;

/** What of an asset can be changed. */
export type AssetChange = Partial<
  Pick<
    Asset,
    "tradable" | "marginable" | "shortable" | "easyToBorrow" | "fractionable" | "isActive"
  >
>;

/** What happens to the account and its market from outside: the broker, the exchange, another hand. */
export type ControlAction =
  | { readonly do: "standing"; readonly standing: Partial<AccountStanding> }
  | { readonly do: "asset"; readonly symbol: string; readonly change: AssetChange }
  /** Stops or resumes trading in a symbol; a reason code as the tape carries it, e.g. "T1" or "LUDP". */
  | { readonly do: "halt"; readonly symbol: string; readonly reason: string }
  | { readonly do: "resume"; readonly symbol: string }
  | { readonly do: "announce"; readonly terms: CorporateTerms }
  /** Positive: paid in; negative: paid out. */
  | { readonly do: "cash"; readonly amount: Money }
  /** Shares that come (positive) or go without a trade, at a price per share that is their cost. */
  | {
      readonly do: "shares";
      readonly symbol: string;
      readonly quantity: Quantity;
      readonly price: Price;
    }
  /** An execution whatever the order's state: beyond its quantity, or after its end. */
  | {
      readonly do: "execute";
      readonly orderId: string;
      readonly quantity: Quantity;
      readonly price: Price;
    }
  | {
      readonly do: "mark";
      readonly orderId: string;
      readonly event: Mark;
      readonly reason: string | null;
    }
  | { readonly do: "bust"; readonly executionId: string }
  | {
      readonly do: "correct";
      readonly executionId: string;
      readonly quantity: Quantity;
      readonly price: Price;
    };
