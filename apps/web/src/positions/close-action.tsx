"use client";
import type { PositionView } from "@interlock/api/view/position-view";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { priceText, quantityText } from "../format/amount-text.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { closeEstimate } from "./position-math.ts";

/** Closes a part of a position at the market: armed by one press, which shows what goes out, sent by the next. */
export function CloseAction(props: { position: PositionView; percent: number; label: string }) {
  const client = useTRPCClient();
  const refusal = useRefusal("positions.close");
  const { position, percent } = props;
  const estimate = closeEstimate(position, percent);
  const order = `${estimate.side === "sell" ? "Sell" : "Buy"} ${quantityText(estimate.quantity)}`;
  const about = estimate.price === null ? "" : ` ≈ ${priceText(estimate.price)}`;
  const act = () => {
    const input = { commandId: newCommandId(), symbol: position.symbol, percent };
    void runCommand(`Close ${percent}% of ${position.symbol}`, () =>
      client.positions.close.mutate(input),
    );
  };
  return (
    <ArmButton
      label={props.label}
      armedLabel={`${order}${about}`}
      accessibleName={`Close ${percent}% of ${position.symbol}: ${order} ${position.symbol} at the market${about}`}
      act={act}
      disabled={refusal !== null}
    />
  );
}
