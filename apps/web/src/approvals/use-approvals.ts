"use client";
import type { ApprovalView } from "@interlock/api/view/approval-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc-client.ts";
import { waitsForMe } from "./approval-words.ts";

const REFRESH_MS = 4_000;

/** Reads the requests for approval again and again: nobody is told twice, and nobody waits for a reload. */
export function useApprovals() {
  const trpc = useTRPC();
  return useQuery(
    trpc.approvals.list.queryOptions(undefined, {
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
}

/** Returns how many requests wait for whoever looks; 0 while nobody can say. */
export function useApprovalsToDo(): number {
  const { data } = useApprovals();
  return (data?.live ?? []).filter(waitsForMe).length;
}

/** Returns the open requests of one kind. */
export function usePending(kind: ApprovalView["kind"]): readonly ApprovalView[] {
  const { data } = useApprovals();
  return (data?.live ?? []).filter((one) => one.kind === kind);
}

/** Tells whether starting and loosening are asked of others here; false while nobody can say: the engine decides. */
export function useAsksOthers(): boolean {
  const { data } = useQuery(useTRPC().approvals.policy.queryOptions());
  return data?.full === true;
}
