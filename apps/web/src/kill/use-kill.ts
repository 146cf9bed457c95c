"use client";
import type { KillView } from "@interlock/api/view/kill-view";
import { useEffect } from "react";
import { useLive, useSection } from "../live/use-live.ts";
import { isKillActive } from "./kill-stage.ts";
import { useKillKnowledge, watchKill } from "./kill-store.ts";

/** Returns the present or last kill: what came last of the live feed and of the polls. */
export function useKillView(): KillView | null {
  const live = useSection("kill");
  const liveAt = useLive((state) => state.sectionReceivedAt.kill ?? Number.NEGATIVE_INFINITY);
  const { polled } = useKillKnowledge();
  const view = polled !== null && polled.receivedAt > liveAt ? polled.view : live;
  const active = view !== null && isKillActive(view.stage);
  useEffect(() => {
    if (active) watchKill();
  }, [active]);
  return view;
}

/** Tells whether the engine refuses orders that add risk, and why. Null before anything is known. */
export function useTradingState(): {
  state: "active" | "reducing" | "halted";
  cause: string;
} | null {
  const engine = useSection("engine");
  return engine === null ? null : { state: engine.tradingState, cause: engine.tradingStateCause };
}
