import type { KillMode } from "@interlock/api/view/kill-view";
import type { KillPart } from "./call/kill-call.ts";

/** The event that brings the focus to the kill switch: from the shortcut, the skip link and the palette. */
export const FOCUS_KILL_EVENT = "interlock:focus-kill";

/** What is to be under the finger. */
export interface KillAim {
  readonly mode: KillMode;
  readonly scope: KillPart | undefined;
}

let aim: KillAim | null = null;

/** Brings one mode of the kill switch under the finger, for everything or a part. It fires nothing: that is held. */
export function aimKill(next: KillAim): void {
  aim = next;
  window.dispatchEvent(new Event(FOCUS_KILL_EVENT));
}

/** Returns what was aimed at, once; null where the switch was only asked for. */
export function takeAim(): KillAim | null {
  const taken = aim;
  aim = null;
  return taken;
}
