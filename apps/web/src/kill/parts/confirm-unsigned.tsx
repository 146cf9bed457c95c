"use client";
import { HoldButton } from "../../components/gesture/hold-button.tsx";
import type { KillOrder } from "../call/kill-call.ts";
import { killModeWords } from "../kill-modes.ts";
import { fireKill } from "../kill-store.ts";

/** A flatten without a session: it trades, so it is asked for once more. Halting and canceling need no such step. */
export function ConfirmUnsigned({ order }: { order: KillOrder }) {
  const { holdMs, does } = killModeWords("flatten");
  const { reason, includeStops, scope, drill } = order;
  return (
    <div className="confirm-unsigned">
      <p>
        Halt new and Cancel all work without a session. Flatten trades: confirm it by holding once
        more, or <a href="/sign-in">sign in</a> first.
      </p>
      <HoldButton
        className="kill-button kill-button-wide"
        dataMode="flatten"
        holdMs={holdMs}
        description={`Without a session. ${does}`}
        fire={() => fireKill("flatten", { reason, includeStops, scope, drill, confirmed: true })}
      >
        Confirm: Flatten
      </HoldButton>
    </div>
  );
}
