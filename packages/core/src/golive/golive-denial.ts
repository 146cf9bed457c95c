import { formatDollars, type Money } from "../number/money.ts";

/** Why an order was refused on the way to live trading. Plain data, like every denial. */
export type GoLiveDenial =
  | { readonly code: "golive_approval"; readonly why: string }
  | {
      readonly code: "canary_order_notional";
      readonly notional: Money;
      readonly limit: Money;
      readonly day: number;
    }
  | {
      readonly code: "canary_gross_exposure";
      readonly exposure: Money;
      readonly limit: Money;
      readonly day: number;
    };

/** Says in one sentence what the approval, or its first days, do not allow. */
export function describeGoLive(denial: GoLiveDenial): string {
  switch (denial.code) {
    case "golive_approval":
      return `Live trading takes no new risk without a go-live approval in force: ${denial.why}.`;
    case "canary_order_notional":
      return `The order is worth ${formatDollars(denial.notional)}; on canary day ${denial.day} the limit is ${formatDollars(denial.limit)}.`;
    case "canary_gross_exposure":
      return `Gross exposure could reach ${formatDollars(denial.exposure)}; on canary day ${denial.day} the limit is ${formatDollars(denial.limit)}.`;
  }
}
