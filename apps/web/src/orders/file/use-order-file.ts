"use client";
import type { OrderFileView } from "@interlock/api/view/audit-view";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSection } from "../../live/use-live.ts";
import { failureSentence, useTRPC } from "../../trpc/trpc-client.ts";
import { useRefetchOn } from "../../trpc/use-refetch-on.ts";

/** How far the file of an order is, and the last one that was whole. */
export interface OrderFileState {
  /** Null before the first one is there. */
  readonly view: OrderFileView | null;
  /** What is being done, or went wrong; empty while the file is there and whole. */
  readonly progress: string;
  readonly failed: boolean;
}

const ASK_AGAIN_MS = 700;
const BUSY_ASK_AGAIN_MS = 5_000;

/** Has the journal read for an order, and again when the live picture shows that something happened to it. */
export function useOrderFile(clientOrderId: string): OrderFileState {
  const live = useSection("orders")?.find((order) => order.clientOrderId === clientOrderId);
  const query = useQuery({
    ...useTRPC().orders.file.queryOptions({ clientOrderId }),
    refetchInterval: ({ state }) => askAgainIn(state.data?.state),
  });
  useRefetchOn(`${clientOrderId}/${live?.status}/${live?.updatedAt}`, query.refetch);
  const [whole, setWhole] = useState<OrderFileView | null>(null);
  const { data } = query;
  if (data?.state === "ready" && data !== whole) setWhole(data);
  const view = data?.state === "ready" ? data : whole;
  if (query.isError) return { view, progress: failureSentence(query.error), failed: true };
  if (data === undefined) return { view, progress: "The journal is being asked.", failed: false };
  return { view, progress: progressOf(data), failed: data.state === "failed" };
}

function askAgainIn(state: OrderFileView["state"] | undefined): number | false {
  if (state === "busy") return BUSY_ASK_AGAIN_MS;
  return state === "gathering" ? ASK_AGAIN_MS : false;
}

function progressOf({ state, entries, total, sentence }: OrderFileView): string {
  if (state === "ready") return "";
  if (state === "failed" || state === "busy") return sentence;
  const read = entries.toLocaleString("en-US");
  return `The journal is being read: ${read} of ${total.toLocaleString("en-US")} entries.`;
}
