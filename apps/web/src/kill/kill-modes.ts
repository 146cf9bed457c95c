import type { KillMode } from "@interlock/api/view/kill-view";

/** How a mode of the kill switch is named, how long it is held, and what it does and leaves alone. */
export interface KillModeWords {
  readonly mode: KillMode;
  readonly label: string;
  readonly holdMs: number;
  readonly does: string;
  readonly leaves: string;
  readonly proof: string;
}

/** Mildest first; each includes the one before it. */
export const KILL_MODES: readonly KillModeWords[] = [
  {
    mode: "halt",
    label: "Halt new",
    holdMs: 800,
    does: "Refuses every order that adds risk, from strategies and people alike.",
    leaves: "Working orders stay and may still fill. Positions and stop-losses stay.",
    proof: "gate closed",
  },
  {
    mode: "cancel",
    label: "Cancel all",
    holdMs: 800,
    does: "Halts, then cancels every open order at the venue.",
    leaves: "Protective stops stay unless you include them. Positions stay.",
    proof: "zero open orders at the venue",
  },
  {
    mode: "flatten",
    label: "Flatten",
    holdMs: 1_200,
    does: "Halts, cancels every open order, protective stops too, then closes every position at the market.",
    leaves: "Nothing stays open. Closing pays the spread; out of session it waits for the open.",
    proof: "zero open orders and no position at the venue",
  },
];

/** Returns the words of a mode. */
export function killModeWords(mode: KillMode): KillModeWords {
  const [halt, cancel, flatten] = KILL_MODES;
  const found = mode === "halt" ? halt : mode === "cancel" ? cancel : flatten;
  if (found === undefined) throw new Error(`no words for the kill mode ${mode}`);
  return found;
}
