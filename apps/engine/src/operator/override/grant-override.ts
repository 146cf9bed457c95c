import type { ClientOrderId } from "@interlock/core/ids";
import { momentText } from "@interlock/core/market/clock-text";
import { withoutProtective } from "@interlock/core/portfolio/open-orders";
import { fail, ok, type Result } from "@interlock/core/result";
import { underCheck } from "@interlock/core/risk/check";
import { denialsLifted } from "@interlock/core/risk/check-order";
import { describeDenial } from "@interlock/core/risk/denial";
import { askedAnew } from "@interlock/core/risk/override/asked-anew";
import { isLifted, liftableOf, unliftable } from "@interlock/core/risk/override/liftable";
import {
  describeRestated,
  OVERRIDE_MS_MAX,
  type OverrideGrant,
  restatedOf,
} from "@interlock/core/risk/override/override";
import {
  type DeniedOrder,
  deniedOrder,
  overrideOf,
} from "@interlock/core/risk/override/override-book";
import { describeGrant } from "@interlock/core/risk/override/override-words";
import { reversalOf } from "@interlock/core/risk/override/reversal";
import type { Decision } from "../../decision.ts";
import { haltOf } from "../../kill-in-force.ts";
import { riskContextFor } from "../../risk/risk-context.ts";
import { accept, type CommandOutcome, REASON_LENGTH_MIN, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";
import { intentHash } from "./intent-hash.ts";

/** A person's wish that one denied order may be sent once. */
export interface GrantRequest {
  readonly clientOrderId: ClientOrderId;
  readonly reason: string;
}

/**
 * Grants an override of one denied order (RTS 6 art. 15(6): for a specific trade, temporary, exceptional, with a name).
 * It rests on the denial that was recorded, never on what a client says of it. Nothing is sent: who uses it restates
 * the order, and every check is made again then.
 */
export function grantOverride(
  decision: Decision,
  { clientOrderId, reason }: GrantRequest,
  actor: CommandActor,
): CommandOutcome {
  const { state, time } = decision;
  const found = overridable(decision, { clientOrderId, reason });
  if (!found.ok) return refuse(found.error);
  const { intent, denials, held } = found.value;
  const grant: OverrideGrant = {
    overrideId: `ov-${state.instance}-${(state.overrides.granted + 1).toString(36)}`,
    intent,
    intentHash: intentHash(intent),
    lifts: denials.map(({ code }) => code),
    by: actor.name,
    byId: actor.userId,
    role: actor.role,
    reason: reason.trim(),
    grantedAt: time,
    expiresAt: time + OVERRIDE_MS_MAX,
    limitVersion: state.limits?.version ?? 0,
    ...(held === undefined ? {} : { held }),
  };
  decision.emit({ kind: "override_granted", grant });
  const order = describeRestated(restatedOf(intent));
  decision.alert("warning", describeGrant(grant));
  const until = momentText(grant.expiresAt, time);
  return accept(
    `Override ${grant.overrideId} is granted: ${order} may be sent once until ${until}, past ${grant.lifts.join(", ")} and no other check.`,
  );
}

/** Returns the denied order that an override may be granted for, or says why none may. */
export function overridable(
  decision: Decision,
  { clientOrderId, reason }: GrantRequest,
): Result<DeniedOrder> {
  if (reason.trim().length < REASON_LENGTH_MIN)
    return fail(`An override needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  const denied = deniedOrder(decision.state.overrides, clientOrderId, decision.time);
  if (denied === null)
    return fail(
      `No order ${clientOrderId} was denied here within the last 5 minutes: have it denied anew, and look at it again.`,
    );
  const obstacle =
    takenAlready(decision, denied) ??
    beyondOverride(denied) ??
    replacedSince(decision, denied) ??
    beyondNow(decision, denied);
  return obstacle === null ? ok(denied) : fail(`No override granted. ${obstacle}`);
}

function takenAlready({ state, time }: Decision, { intent }: DeniedOrder): string | null {
  const entry = overrideOf(state.overrides, intent.clientOrderId);
  if (entry === null || entry.standing.kind === "void") return null;
  const { overrideId, expiresAt, by } = entry.grant;
  if (entry.standing.kind === "used")
    return `Override ${overrideId} was used for ${intent.clientOrderId} already, by ${entry.standing.by}.`;
  const until = momentText(expiresAt, time);
  const stands = time < expiresAt ? "stands until" : "expired at";
  return `Override ${overrideId} by ${by} exists for ${intent.clientOrderId} already; it ${stands} ${until}.`;
}

/** What nobody may lift, each named with why. */
function beyondOverride({ denials }: DeniedOrder): string | null {
  const never = unliftable(denials);
  if (never.length === 0) return null;
  const names = never.map(({ code }) => `${code} (${liftableOf(code).why})`).join(", ");
  return `Nobody may lift ${names}. Change what the denial names, and have the order asked for again.`;
}

/** What no override could ever make pass: the order counts as a child of what its strategy asks for now. */
function replacedSince({ state }: Decision, { intent }: DeniedOrder): string | null {
  const replaced = askedAnew(state.parents, intent);
  return replaced === null
    ? null
    : `It is too late: ${replaced}. Look at its newest order instead.`;
}

/** What would make it useless at this moment: a halt, a strategy that is off, or a ceiling. */
function beyondNow(decision: Decision, { intent, denials, held }: DeniedOrder): string | null {
  const { state } = decision;
  const halt = haltOf(state, intent);
  if (halt.scope !== null) return `A kill stops ${halt.scope}: resume it first.`;
  if (halt.state === "halted") return "Trading is halted: resume it first.";
  if (intent.strategyId !== null && decision.isOff(intent.strategyId))
    return `Strategy ${intent.strategyId} is disabled: enable it first.`;
  const context = riskContextFor(decision, intent);
  if (context === null || state.settings === null) return "The engine has no limits in force yet.";
  const lifts = denials.map(({ code }) => code);
  const ceilings = state.settings.limitCeilings;
  const freed = { ...context, openOrders: withoutProtective(context.openOrders) };
  const reversal = reversalOf(underCheck(intent, freed), held);
  if (reversal !== null) return `${reversal}.`;
  const beyond = denialsLifted(intent, freed, { lifts, ceilings }).filter(({ code }) =>
    isLifted(code, lifts),
  );
  if (beyond.length === 0) return null;
  return `It is beyond a ceiling, which nobody exceeds: ${beyond.map(describeDenial).join(" ")} Ask for a smaller order.`;
}
