"use client";
import { ArmButton, type ArmButtonProps } from "./arm-button.tsx";

interface ObstructedArmProps extends Omit<ArmButtonProps, "disabled" | "reason"> {
  /** Why it cannot be done now; null when it can. */
  readonly obstacle: string | null;
}

/** A button that is pressed twice, and under it why it cannot be pressed now; the line stays, so that nothing jumps. */
export function ObstructedArm({ obstacle, ...button }: ObstructedArmProps) {
  return (
    <>
      <ArmButton
        {...button}
        disabled={obstacle !== null}
        {...(obstacle === null ? {} : { reason: obstacle })}
      />
      <p className="obstacle" role="status">
        {obstacle ?? "\u00a0"}
      </p>
    </>
  );
}
