"use client";
import { HEARTBEAT_DEAD_MS } from "../live/freshness.ts";
import type { Transport } from "../live/live-connection.ts";
import { heartbeatAgeMs } from "../live/live-state.ts";
import { useTicking, useTransport } from "../live/use-live.ts";

const WORDS: Readonly<Record<Transport["mode"], string>> = {
  connecting: "connecting",
  live: "live",
  polling: "polling",
  lost: "reconnecting",
};

/** One word for how figures arrive at present. */
export function ConnectionState() {
  const transport = useTransport();
  const dead = useTicking((state, now) => {
    const age = heartbeatAgeMs(state, now);
    return age !== null && age > HEARTBEAT_DEAD_MS;
  });
  const word = dead ? "stale" : WORDS[transport.mode];
  return (
    <span className="strip-connection" data-testid="connection-state">
      <span className="strip-dot" data-mode={word} aria-hidden="true" />
      {word}
    </span>
  );
}
