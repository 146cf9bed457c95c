import type { LiveView } from "@interlock/api/view/live-view";
import { isKillActive } from "../kill/kill-stage.ts";

/** Returns what waits for a person on a page: a count, "!" for a kill that is not done, or nothing. */
export function placeMark(
  href: string,
  { reconciliation, kill, counts }: Pick<LiveView, "reconciliation" | "kill" | "counts">,
): string {
  if (href === "/reconciliation") return countText(reconciliation.openBreaks);
  if (href === "/orders") return countText(counts.otherOrders);
  if (href !== "/kill" || kill === null) return "";
  return isKillActive(kill.stage) || kill.stage === "residual" ? "!" : "";
}

function countText(count: number): string {
  return count === 0 ? "" : String(count);
}

/** Says a mark in words, for who does not see where it stands. */
export function placeMarkWords(href: string, shown: string): string {
  const plural = shown === "1" ? "" : "s";
  if (href === "/reconciliation") return `${shown} open break${plural}`;
  if (href === "/orders") return `${shown} order${plural} not ours`;
  if (href === "/approvals") return `${shown} request${plural} waiting for you`;
  return "a kill is not done";
}
