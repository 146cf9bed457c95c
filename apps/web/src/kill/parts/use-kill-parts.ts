"use client";
import type { KillParts } from "@interlock/api/view/kill-view";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/trpc-client.ts";

const REFRESH_MS = 2_000;
/** What stands on every page changes with the configuration and with drills only. */
export const BAR_REFRESH_MS = 15_000;

/** Kills of parts of the account, what can be killed by itself, and the drills; undefined before the engine answers. */
export function useKillParts(refetchInterval = REFRESH_MS): KillParts | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.kill.parts.queryOptions(undefined, { refetchInterval })).data;
}
