import type { ClientOrderId } from "@interlock/core/ids";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { readOrder } from "../mapping/venue-order.ts";
import { judgeAnswer, readRefusal } from "./judge-reply.ts";
import type { Asking } from "./questions.ts";
import type { RestReply } from "./rest-reply.ts";

/** What the venue says when asked for an order by our id. */
export type OrderEvidence =
  | { readonly found: "yes"; readonly order: VenueOrder; readonly raw: string }
  /** The venue says that it has no such order. One "no" is not proof: its books may lag. */
  | { readonly found: "no"; readonly raw: string }
  | { readonly found: "unknown"; readonly reason: string };

const NOT_FOUND_CODE = 40410000;

/** An address that does not exist answers 404 too, and says nothing about an order. */
function saysAbsent(reply: RestReply): boolean {
  if (reply.kind !== "answered" || reply.status !== 404) return false;
  const { code, message } = readRefusal(reply.raw);
  return code === NOT_FOUND_CODE && !message.toLowerCase().includes("endpoint");
}

/** Asks for an order by our id. */
export async function lookUpOrder(
  asking: Asking,
  clientOrderId: ClientOrderId,
): Promise<OrderEvidence> {
  const { requests, priority } = asking;
  const reply = await requests.run(priority, () =>
    requests.sdk.trading.orders.getOrderByClientOrderIdRaw({ clientOrderId }),
  );
  const raw = reply.kind === "answered" ? reply.raw : "";
  if (saysAbsent(reply)) return { found: "no", raw };
  const answer = judgeAnswer(reply, requests, (json) => readOrder(json, requests.now));
  if (!answer.ok) return { found: "unknown", reason: answer.failure.message };
  if (answer.value.clientOrderId !== clientOrderId) {
    const reason = `asked for order ${clientOrderId}, the venue answered with ${answer.value.clientOrderId}`;
    return { found: "unknown", reason };
  }
  return { found: "yes", order: answer.value, raw };
}
