import { describeDenial } from "@interlock/core/risk/denial";
import {
  describeRestated,
  OVERRIDE_MS_MAX,
  restatedOf,
} from "@interlock/core/risk/override/override";
import { fail, ok, type Result } from "@interlock/core/result";
import type { Decision } from "../../decision.ts";
import type { CommandActor, CommandBody } from "../operator-command.ts";
import { grantOverride, overridable } from "../override/grant-override.ts";
import type { Agreed, SubjectProposal, SubjectRules } from "./subject.ts";

type Grant = Extract<CommandBody, { readonly kind: "grant_override" }>;

/** An override of one denied order, under one version of the limits. Who approved it grants it. */
export const OVERRIDE_SUBJECT: SubjectRules<Grant> = {
  kind: "override",
  base: ({ state }, act) => `${act.clientOrderId} under limits ${state.limits?.version ?? 0}`,
  propose: proposeOverride,
  carryOut: (decision, act, agreed) =>
    grantOverride(
      decision,
      { ...act, reason: `${agreed.approval.reason} (${agreed.approval.id})` },
      granter(agreed),
    ),
};

function proposeOverride(decision: Decision, act: Grant): Result<SubjectProposal<Grant>> {
  const found = overridable(decision, act);
  if (!found.ok) return fail(found.error);
  const { intent, denials, at } = found.value;
  const order = describeRestated(restatedOf(intent));
  return ok({
    title: `Override for ${order}`,
    act,
    diff: denials.map((denial) => ({
      what: denial.code,
      before: describeDenial(denial),
      after: "passes once, up to the ceiling",
      direction: "looser",
    })),
    impact: [`The order may be sent once: ${order}.`, "Every other check is made again then."],
    livesUntil: at + OVERRIDE_MS_MAX,
  });
}

/** Of several who approved, the first. */
function granter({ approval, applier }: Agreed): CommandActor {
  return approval.decisions.find(({ verdict }) => verdict === "approve")?.by ?? applier;
}
