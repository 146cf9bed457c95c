import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc-client.ts";

const RENEW_MS = 15 * 60_000;
const AGAIN_MS = 5_000;

/**
 * Asks the engine who we are, as every page does once: with its answer comes the cookie by which the watchdog knows us
 * when the engine does not answer. A page that lives by its feed alone would have none.
 */
export function useKillToken(): void {
  const trpc = useTRPC();
  useQuery(
    trpc.session.me.queryOptions(undefined, {
      staleTime: 0,
      refetchInterval: ({ state }) => (state.status === "success" ? RENEW_MS : AGAIN_MS),
    }),
  );
}
