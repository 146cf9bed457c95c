import type { DiffLine } from "@interlock/core/approval/approval";
import { fail, ok, type Result } from "@interlock/core/result";
import type { LimitChange } from "@interlock/core/risk/check-limits";
import { describeLevel } from "@interlock/core/risk/levels/limit-levels";
import { formatLimit } from "@interlock/core/risk/limit-text";
import type { Decision } from "../../decision.ts";
import { type CommandOutcome, REASON_LENGTH_MIN, refuse } from "../command-outcome.ts";
import { changeLimits } from "../limits/change-limits.ts";
import { planLimits } from "../limits/plan-limits.ts";
import type { CommandBody } from "../operator-command.ts";
import { type Agreed, approvers, type SubjectProposal, type SubjectRules } from "./subject.ts";

type ChangeLimits = Extract<CommandBody, { readonly kind: "change_limits" }>;

/** Looser limits: made on one version, and put in force as the next by the function of the direct command. */
export const LIMITS_SUBJECT: SubjectRules<ChangeLimits> = {
  kind: "limits",
  base: ({ state }) => String(state.limits?.version ?? 0),
  propose: proposeLimits,
  carryOut: putAgreedInForce,
};

function proposeLimits(
  decision: Decision,
  act: ChangeLimits,
): Result<SubjectProposal<ChangeLimits>> {
  const { limits, settings } = decision.state;
  if (limits === null || settings === null)
    return fail("The engine has no limits yet; wait for it to start.");
  const plan = planLimits({ limits, settings }, act);
  if (!plan.ok) return fail(plan.faults.map(({ message }) => message).join("; "));
  if (plan.lines.length === 0) return fail("Nothing changes: every value is as it was.");
  const whose = describeLevel(act.level ?? { kind: "account" });
  const ceilings = plan.lines.flatMap(({ field, direction, after }) =>
    direction === "looser"
      ? [`${field.label}: ${after} of at most ${formatLimit(field, settings.limitCeilings)}.`]
      : [],
  );
  const until =
    act.expiresAt === undefined
      ? []
      : [`Every line goes back by itself at ${new Date(act.expiresAt).toISOString()}.`];
  return ok({
    title: `Limits of ${whose}`,
    act: { ...act, baseVersion: limits.version },
    diff: plan.lines.map(diffLine),
    impact: [...ceilings, ...until],
  });
}

function diffLine({ field, before, after, direction }: LimitChange): DiffLine {
  return { what: field.label, before, after, direction };
}

function putAgreedInForce(decision: Decision, act: ChangeLimits, agreed: Agreed): CommandOutcome {
  const { approval, fourEyes } = agreed;
  return changeLimits(decision, {
    ...act,
    by: approval.requester.name,
    reason: approval.reason,
    approval: { approvalId: approval.id, approvedBy: approvers(approval), fourEyes },
  });
}

/** What became of the tighter lines of a bundle, and what is left of it to be agreed. */
export type LimitSplit =
  | { readonly ok: true; readonly looser: ChangeLimits; readonly tightened: string }
  | { readonly ok: false; readonly outcome: CommandOutcome };

/**
 * Puts the tighter lines of a bundle in force at once and returns the looser ones, made on the version that this gives.
 * Less risk waits for nobody; what is left is proposed alone, so that nobody approves what is in force already.
 */
export function splitLimits(decision: Decision, act: ChangeLimits, by: string): LimitSplit {
  const { limits, settings } = decision.state;
  if (limits === null || settings === null)
    return no(refuse("The engine has no limits yet; wait for it to start."));
  if (limits.version !== act.baseVersion) return no(staleVersion(limits, act));
  const plan = planLimits({ limits, settings }, act);
  if (!plan.ok) return no(refuse(plan.faults.map(({ message }) => message).join("; ")));
  const tighter = partOf(act, plan.lines, ({ direction }) => direction !== "looser");
  const looser = partOf(act, plan.lines, ({ direction }) => direction === "looser");
  if (isEmpty(looser))
    return no(refuse("No line gets looser: change the limits directly, without a request."));
  if (act.reason.trim().length < REASON_LENGTH_MIN)
    return no(refuse(`A looser limit needs a reason of at least ${REASON_LENGTH_MIN} characters.`));
  if (isEmpty(tighter)) return { ok: true, looser, tightened: "" };
  const outcome = changeLimits(decision, { ...tighter, by });
  if (!outcome.accepted) return no(outcome);
  const baseVersion = decision.state.limits?.version ?? limits.version;
  return { ok: true, looser: { ...looser, baseVersion }, tightened: `${outcome.sentence} ` };
}

function no(outcome: CommandOutcome): LimitSplit {
  return { ok: false, outcome };
}

function staleVersion(
  { version, by }: { readonly version: number; readonly by: string },
  act: ChangeLimits,
): CommandOutcome {
  return {
    ...refuse(
      `The limits are at version ${version} by now, changed by ${by}; your change was made on version ${act.baseVersion}. Look at the difference and try again.`,
    ),
    fault: "conflict",
  };
}

function partOf(
  act: ChangeLimits,
  lines: readonly LimitChange[],
  belongs: (line: LimitChange) => boolean,
): ChangeLimits {
  const keys = new Set<string>(lines.filter(belongs).map(({ field }) => field.key));
  const values = Object.fromEntries(Object.entries(act.values).filter(([key]) => keys.has(key)));
  const keep = act.keep?.filter((key) => keys.has(key));
  return { ...act, values, keep };
}

function isEmpty({ values, keep = [] }: ChangeLimits): boolean {
  return Object.keys(values).length + keep.length === 0;
}
