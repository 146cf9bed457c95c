"use client";
import { useId } from "react";
import { ArmButton, type ArmButtonProps } from "./arm-button.tsx";

interface ObstructedArmProps extends Omit<ArmButtonProps, "disabled" | "describedBy"> {
  /** Why it cannot be done now; null when it can. */
  readonly obstacle: string | null;
  /** It is being done: what passes by itself needs no words. */
  readonly busy?: boolean;
}

/** A button that is pressed twice, and under it why it cannot be pressed now; the line stays, so that nothing jumps. */
export function ObstructedArm({ obstacle, busy = false, ...button }: ObstructedArmProps) {
  const id = useId();
  return (
    <>
      <ArmButton {...button} disabled={busy || obstacle !== null} describedBy={id} />
      <p className="obstacle" role="status" id={id}>
        {obstacle ?? "\u00a0"}
      </p>
    </>
  );
}
