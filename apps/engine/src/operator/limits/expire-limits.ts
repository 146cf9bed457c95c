import { momentText } from "@interlock/core/market/clock-text";
import { expireChange } from "@interlock/core/risk/expiry/expire-change";
import { type ExpiringChange, firstExpired } from "@interlock/core/risk/expiry/expiring-change";
import type { Decision } from "../../decision.ts";

/**
 * Ends every change of limits whose time has come, before anything else of the input is decided: no order is judged by
 * limits that should not be in force any more. Time is the venue's and never goes back, so that no clock of this host
 * makes a change last longer; a run that begins after the time ends it in its first input.
 */
export function expireLimits(decision: Decision): void {
  const { limits } = decision.state;
  // Mostly there is none, and every input asks.
  if (limits === null || limits.expiring.length === 0) return;
  let change = firstExpired(limits.expiring, decision.time);
  while (change !== null) {
    endChange(decision, change);
    change = firstExpired(decision.state.limits?.expiring ?? [], decision.time);
  }
}

function endChange(decision: Decision, change: ExpiringChange): void {
  const { limits, settings } = decision.state;
  if (limits === null || settings === null) return;
  const { set, expiring, notes } = expireChange(
    { set: limits, expiring: limits.expiring, ceilings: settings.limitCeilings },
    change,
  );
  const version = limits.version + 1;
  const ended = momentText(change.expiresAt, decision.time);
  const reason = `Version ${change.version} by ${change.by} was to last until ${ended}. ${notes.join(" ")}`;
  decision.emit({
    kind: "limits_changed",
    version,
    limits: set.values,
    levels: set.levels,
    by: `expiry of version ${change.version}`,
    reason,
    expiryOf: change.version,
    ...(expiring.length === 0 ? {} : { expiring }),
  });
  decision.alert("warning", `Limits version ${version} is in force. ${reason}`);
}
