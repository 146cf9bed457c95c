"use client";
import { type CSSProperties, type ReactNode, useId } from "react";
import { usePreferences } from "../../preferences/preferences-provider.tsx";
import type { HoldRules } from "./hold-machine.ts";
import { useHold } from "./use-hold.ts";

export interface HoldButtonProps {
  readonly holdMs: number;
  readonly fire: () => void;
  readonly children: ReactNode;
  /** What the gesture does, for assistive technology. */
  readonly description: string;
  readonly className?: string;
  readonly dataMode?: string;
  readonly onFocus?: () => void;
}

const ARMED_MS = 4_000;

interface FillStyle extends CSSProperties {
  "--hold-ms": string;
}

/** A control that fires when held down; letting go early cancels. By preference it is armed and confirmed instead. */
export function HoldButton(props: HoldButtonProps) {
  const { fire: mode } = usePreferences().preferences;
  const rules: HoldRules = { mode, holdMs: props.holdMs, armedMs: ARMED_MS };
  const { phase, handlers } = useHold(rules, props.fire);
  const descriptionId = useId();
  const how =
    mode === "hold"
      ? `Hold for ${props.holdMs / 1000} seconds, with pointer, Space or Enter; let go to cancel.`
      : "Press to arm, press again to confirm.";
  const style: FillStyle = { "--hold-ms": `${props.holdMs}ms` };
  return (
    <button
      type="button"
      className={`hold ${props.className ?? ""}`}
      data-phase={phase}
      data-mode={props.dataMode}
      style={style}
      aria-describedby={descriptionId}
      onFocus={props.onFocus}
      {...handlers}
    >
      <span className="hold-fill" aria-hidden="true" />
      <span className="hold-label">{phase === "armed" ? "Confirm" : props.children}</span>
      <span id={descriptionId} hidden={true}>
        {props.description} {how}
      </span>
    </button>
  );
}
