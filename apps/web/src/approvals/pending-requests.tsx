"use client";
import type { ApprovalView } from "@interlock/api/view/approval-view";
import Link from "next/link";
import { StateChip } from "../components/state-chip.tsx";
import { STATE_CHIPS } from "./approval-words.ts";
import { usePending } from "./use-approvals.ts";

/** Open requests of one kind, where what they are about is done: so that nobody asks twice. */
export function PendingRequests({ kind }: { kind: ApprovalView["kind"] }) {
  const pending = usePending(kind);
  if (pending.length === 0) return null;
  return (
    <ul className="approval-pending" aria-label="Open requests">
      {pending.map(({ id, title, state, requester }) => (
        <li key={id}>
          <StateChip tone={STATE_CHIPS[state].tone}>{STATE_CHIPS[state].word}</StateChip> {title},
          asked by {requester.name}: <Link href="/approvals">see the request</Link>
        </li>
      ))}
    </ul>
  );
}
