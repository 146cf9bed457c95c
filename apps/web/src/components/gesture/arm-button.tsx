"use client";
import type { ReactNode } from "react";
import { Button } from "../button.tsx";
import type { HoldRules } from "./hold-machine.ts";
import { useHold } from "./use-hold.ts";

const RULES: HoldRules = { mode: "two-step", holdMs: 0, armedMs: 4_000 };

export interface ArmButtonProps {
  readonly label: string;
  /** What the second press does, e.g. "Cancel BUY 100 SPY". */
  readonly armedLabel: ReactNode;
  readonly accessibleName: string;
  readonly act: () => void;
  readonly disabled?: boolean;
  /** Id of the text beside it that says why it cannot be pressed. */
  readonly describedBy?: string;
}

/** Armed by a first press and fired by a second within four seconds; leaving it disarms. */
export function ArmButton(props: ArmButtonProps) {
  const { phase, handlers } = useHold(RULES, props.act);
  const armed = phase === "armed";
  return (
    <Button
      size="small"
      look={armed ? "danger" : "plain"}
      className="arm"
      disabled={props.disabled}
      aria-describedby={props.describedBy}
      aria-label={armed ? `Confirm: ${props.accessibleName}` : props.accessibleName}
      {...handlers}
    >
      {armed ? props.armedLabel : props.label}
    </Button>
  );
}
