"use client";
import type { ReactNode } from "react";
import { useEngineDead } from "../live/use-freshness.ts";
import { Navigation } from "./navigation.tsx";

/** Navigation and page. While the engine is dead, nothing on the page keeps the color of a living figure. */
export function ConsoleFrame(props: { children: ReactNode }) {
  const dead = useEngineDead();
  return (
    <div className="frame" data-dead={dead}>
      <Navigation />
      <main id="main" className="main" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}
