"use client";
import type { Transport } from "../live/live-connection.ts";
import { useEngineDead } from "../live/use-freshness.ts";
import { useTransport } from "../live/use-live.ts";

const WORDS: Readonly<Record<Transport["mode"], string>> = {
  connecting: "connecting",
  live: "live",
  polling: "polling",
  lost: "reconnecting",
};

/** One word for how figures arrive at present. */
export function ConnectionState() {
  const transport = useTransport();
  const dead = useEngineDead();
  const word = dead ? "stale" : WORDS[transport.mode];
  return (
    <span className="strip-connection" data-testid="connection-state">
      <span className="strip-dot" data-mode={word} aria-hidden="true" />
      {word}
    </span>
  );
}
