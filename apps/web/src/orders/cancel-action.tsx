"use client";
import type { OrderView } from "@interlock/api/view/order-view";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { quantityText } from "../format/amount-text.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { isWorking } from "./order-words.ts";

/** Cancels one working order: armed by one press, sent by the next. Nothing for an order that is done. */
export function CancelAction({ order }: { order: OrderView }) {
  const client = useTRPCClient();
  const refusal = useRefusal("orders.cancel");
  if (!isWorking(order.status)) return null;
  const what = `${order.side.toUpperCase()} ${quantityText(order.leavesQuantity)} ${order.symbol}`;
  const act = () => {
    const input = { commandId: newCommandId(), clientOrderId: order.clientOrderId };
    void runCommand(`Cancel ${what}`, () => client.orders.cancel.mutate(input));
  };
  return (
    <ArmButton
      label={order.status === "pending_cancel" ? "Retry cancel" : "Cancel"}
      armedLabel="Confirm cancel"
      accessibleName={`Cancel ${what}`}
      act={act}
      disabled={refusal !== null}
    />
  );
}
