"use client";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { HEARTBEAT_DEAD_MS } from "../live/freshness.ts";
import { heartbeatAgeMs } from "../live/live-state.ts";
import { useSection, useTicking } from "../live/use-live.ts";
import { useViewer } from "../session/viewer-provider.tsx";
import { documentTitle, stateIcon } from "./document-title.ts";
import { stripWords } from "./environment-words.ts";
import { PLACES } from "./places.ts";

const ICON_ID = "state-icon";

function showIcon(href: string): void {
  const known = document.getElementById(ICON_ID);
  const link = known instanceof HTMLLinkElement ? known : document.createElement("link");
  link.id = ICON_ID;
  link.rel = "icon";
  link.href = href;
  if (!link.isConnected) document.head.append(link);
}

/** Keeps the tab's title and icon in step with environment, trading state and the day's result. */
export function DocumentState() {
  const path = usePathname();
  const page = PLACES.find((place) => place.href === path)?.label ?? "Console";
  const title = useTicking((state, now) => {
    const age = heartbeatAgeMs(state, now);
    return documentTitle(state.view, page, age === null || age > HEARTBEAT_DEAD_MS);
  });
  const { look } = stripWords(useSection("engine"), useViewer()?.environment ?? null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    showIcon(stateIcon(look));
  }, [look]);
  return null;
}
