"use client";
import { refusalOfKill } from "@interlock/api/view/kill-roles";
import type { KillMode } from "@interlock/api/view/kill-view";
import { type ProcedurePath, refusalOfRole } from "@interlock/api/permissions";
import { createContext, type ReactNode, useContext } from "react";
import type { Viewer } from "./session-answer.ts";

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider(props: { viewer: Viewer | null; children: ReactNode }) {
  return <ViewerContext value={props.viewer}>{props.children}</ViewerContext>;
}

/** Returns who looks at the page, or null when the engine did not say. */
export function useViewer(): Viewer | null {
  return useContext(ViewerContext);
}

/**
 * Returns why the present role may not call a procedure, or null when it may. An unknown role is not refused here: the
 * engine decides, and its answer is shown.
 */
export function useRefusal(path: ProcedurePath): string | null {
  const viewer = useViewer();
  if (viewer === null || viewer.role === null) return null;
  return refusalOfRole(path, viewer.role);
}

/** The same for a mode of the kill switch; whether viewers may halt is configured, and left to the engine. */
export function useKillRefusal(mode: KillMode): string | null {
  const viewer = useViewer();
  if (viewer === null || viewer.role === null) return null;
  return refusalOfKill(viewer.role, mode, { viewersHalt: true });
}
