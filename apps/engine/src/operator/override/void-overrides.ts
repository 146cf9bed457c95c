import { askedAnew } from "@interlock/core/risk/override/asked-anew";
import type { OverrideEntry } from "@interlock/core/risk/override/override-book";
import { describeVoid } from "@interlock/core/risk/override/override-words";
import type { Decision } from "../../decision.ts";
import { haltOf } from "../../kill-in-force.ts";

/**
 * Ends every override that was granted under circumstances that are over: trading is halted, as by a kill and at every
 * start, a kill stops its part of the account, other limits are in force, or its strategy asks anew. Every
 * input asks before its command is taken, and again after it, so that no use and no resume comes between the fact and
 * its record.
 */
export function voidOverrides(decision: Decision): void {
  const { overrides } = decision.state.overrides;
  // Mostly there is none that stands, and every input asks: the newest come last, and all stand equally long.
  for (let index = overrides.length - 1; index >= 0; index--) {
    const entry = overrides[index];
    if (entry === undefined || entry.grant.expiresAt <= decision.time) return;
    if (entry.standing.kind === "open") voidOne(decision, entry);
  }
}

function voidOne(decision: Decision, { grant }: OverrideEntry): void {
  const why = overBecause(decision, grant);
  if (why === null) return;
  const { overrideId } = grant;
  decision.emit({ kind: "overrides_voided", overrideIds: [overrideId], why });
  decision.alert("warning", describeVoid([overrideId], why));
}

function overBecause({ state }: Decision, { intent, limitVersion }: OverrideEntry["grant"]) {
  const version = state.limits?.version ?? 0;
  if (version !== limitVersion) return `version ${version} of the limits is in force`;
  const replaced = askedAnew(state.parents, intent);
  if (replaced !== null) return replaced;
  const halt = haltOf(state, intent);
  if (halt.scope !== null) return `a kill stops ${halt.scope}`;
  return halt.state === "halted" ? "trading was halted" : null;
}
