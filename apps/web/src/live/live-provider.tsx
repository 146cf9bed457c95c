"use client";
import { type ReactNode, useEffect } from "react";
import { liveConnection } from "./use-live.ts";

/** Runs the page's live feed while it is mounted, and hurries it when the network or the tab returns. */
export function LiveProvider(props: { children: ReactNode }) {
  useEffect(() => {
    const hurry = () => {
      if (document.visibilityState === "visible") liveConnection.hurry();
    };
    liveConnection.start();
    window.addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
      liveConnection.stop();
    };
  }, []);
  return props.children;
}
