"use client";
import type { GoLiveView } from "@interlock/api/view/golive-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSection } from "../live/use-live.ts";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";
import { useTRPC } from "../trpc/trpc-client.ts";

const REFRESH_MS = 3_000;
const COUNTING_MS = 1_000;

/** What the engine says of going live, asked for often while a countdown runs. */
export function useGoLive() {
  const trpc = useTRPC();
  const banner = useSection("golive");
  const query = useQuery(
    trpc.golive.view.queryOptions(undefined, {
      refetchInterval: ({ state }) => intervalOf(state.data),
      placeholderData: keepPreviousData,
    }),
  );
  useRefetchOn(`${banner?.launchId} ${banner?.stage}`, query.refetch);
  return query;
}

function intervalOf(view: GoLiveView | undefined): number {
  return view?.launch?.stage === "counting" ? COUNTING_MS : REFRESH_MS;
}
