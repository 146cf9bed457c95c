import { type VenueOrderId, venueOrderId } from "@interlock/core/ids";
import { fail, ok, type Result } from "@interlock/core/result";
import { describeIssues } from "../mapping/schema-issues.ts";
import { wireCancelResult } from "../wire/order.ts";
import { judgeAnswer } from "./judge-reply.ts";
import { type CancelOutcome, judgeCancel } from "./order-outcome.ts";
import type { Asking } from "./questions.ts";
import type { VenueAnswer } from "./venue-answer.ts";

/** What the venue did about one open order when all were to be canceled. */
export interface CancelAllItem {
  readonly venueOrderId: VenueOrderId;
  /** True when the venue took the request; the order's report says whether it was canceled. */
  readonly accepted: boolean;
  readonly httpStatus: number;
}

function readCancelResults(json: unknown): Result<readonly CancelAllItem[]> {
  const parsed = wireCancelResult.array().safeParse(json);
  if (!parsed.success) return fail(describeIssues("list of canceled orders", parsed.error));
  return ok(
    parsed.data.map(({ id, status }) => ({
      venueOrderId: venueOrderId(id),
      accepted: status >= 200 && status < 300,
      httpStatus: status,
    })),
  );
}

/** Asks for one order to be canceled. */
export async function cancelOrder(
  { requests, priority }: Asking,
  target: VenueOrderId,
): Promise<CancelOutcome> {
  const { orders } = requests.sdk.trading;
  const reply = await requests.run(priority, () =>
    orders.deleteOrderByOrderIDRaw({ orderId: target }),
  );
  return judgeCancel(reply, requests);
}

/** Asks for every open order to be canceled. */
export async function cancelAllOrders({
  requests,
  priority,
}: Asking): Promise<VenueAnswer<readonly CancelAllItem[]>> {
  const { orders } = requests.sdk.trading;
  const reply = await requests.run(priority, () => orders.deleteAllOrdersRaw());
  return judgeAnswer(reply, requests, readCancelResults);
}
