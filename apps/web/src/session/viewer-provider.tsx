"use client";
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
