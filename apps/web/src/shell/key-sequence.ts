/** Reads single keys and "g then letter" sequences. Pure: the caller brings each key and its time. */

export type Shortcut =
  | { readonly kind: "go"; readonly href: string }
  | { readonly kind: "help" }
  | { readonly kind: "filter" }
  | { readonly kind: "kill" };

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  /** Control, Alt or Meta: such combinations belong to browser and system. */
  readonly modified: boolean;
  readonly at: number;
}

/** Between the two keys of a sequence. */
const WINDOW_MS = 1_500;

export const GO_KEYS: Readonly<Record<string, { readonly href: string; readonly label: string }>> =
  {
    o: { href: "/", label: "Overview" },
    p: { href: "/positions", label: "Positions" },
    r: { href: "/orders", label: "Orders" },
    s: { href: "/signals", label: "Signals" },
    l: { href: "/risk", label: "Risk limits" },
    b: { href: "/reconciliation", label: "Reconciliation" },
    k: { href: "/kill", label: "Kill switch" },
    ",": { href: "/settings", label: "Settings" },
  };

export interface SequenceState {
  /** When "g" was pressed, or null outside a sequence. */
  readonly goAt: number | null;
}

export const noSequence: SequenceState = { goAt: null };

/** Returns the state after a key and the shortcut that it completes, if any. */
export function pressKey(
  state: SequenceState,
  press: KeyPress,
): { readonly state: SequenceState; readonly shortcut: Shortcut | null } {
  if (press.modified) return { state: noSequence, shortcut: null };
  const going = state.goAt !== null && press.at - state.goAt <= WINDOW_MS;
  const target = GO_KEYS[press.key];
  if (going && target !== undefined && !press.shift) {
    return { state: noSequence, shortcut: { kind: "go", href: target.href } };
  }
  if (press.key === "g" && !press.shift) return { state: { goAt: press.at }, shortcut: null };
  return { state: noSequence, shortcut: singleKey(press) };
}

function singleKey(press: KeyPress): Shortcut | null {
  if (press.key === "K" && press.shift) return { kind: "kill" };
  if (press.key === "?") return { kind: "help" };
  if (press.key === "/") return { kind: "filter" };
  return null;
}
