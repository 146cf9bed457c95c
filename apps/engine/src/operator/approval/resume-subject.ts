import type { DiffLine } from "@interlock/core/approval/approval";
import { describeScope, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { fail, ok, type Result } from "@interlock/core/result";
import { endsByEvidence, resumeTrading } from "@interlock/core/risk/trading-state";
import type { Decision } from "../../decision.ts";
import { killInForce } from "../../kill-in-force.ts";
import type { CommandBody } from "../operator-command.ts";
import { trippedBreakers } from "../rearm/rearm-breaker.ts";
import { resume, resumeObstacle } from "../resume.ts";
import { approvers, type SubjectProposal, type SubjectRules } from "./subject.ts";

type Resume = Extract<CommandBody, { readonly kind: "resume" }>;

/** A resume: of the very kill and holds that people looked at, by the function of the direct command. */
export const RESUME_SUBJECT: SubjectRules<Resume> = {
  kind: "resume",
  base: stoppedBy,
  propose: proposeResume,
  carryOut: (decision, act, { approval, applier }) => {
    const agreed = `${approval.reason} Approved by ${approvers(approval)} (${approval.id}).`;
    return resume(decision, { ...act, reason: agreed }, applier.name);
  },
};

/** Names what stops trading, but for holds on facts, which come and go by themselves. */
function stoppedBy({ state }: Decision, { scope }: Resume): string {
  const kill = killInForce(state, scope ?? WHOLE_ACCOUNT)?.killId ?? "no kill";
  if (scope !== undefined) return kill;
  const holds = personalHolds(state.trading.holds).map(({ source, at }) => `${source}@${at}`);
  return [kill, ...holds].join(" ");
}

type Holds = Decision["state"]["trading"]["holds"];

function personalHolds(holds: Holds): Holds {
  return holds.filter(({ source }) => !endsByEvidence(source));
}

function proposeResume(decision: Decision, act: Resume): Result<SubjectProposal<Resume>> {
  const obstacle = resumeObstacle(decision, act);
  if (obstacle !== null) return fail(obstacle);
  return act.scope === undefined ? proposeWhole(decision, act) : proposePart(decision, act);
}

function proposeWhole(decision: Decision, act: Resume): Result<SubjectProposal<Resume>> {
  const { trading } = decision.state;
  const keeping = trippedBreakers(decision.state);
  const resumed = resumeTrading(trading, { by: "", reason: act.reason, keeping });
  if (!resumed.ok) return fail(`Not resumed: ${resumed.error}.`);
  const staying = resumed.value.holds.map(({ source }) => source);
  const diff: DiffLine[] = [
    { what: "Trading", before: trading.state, after: resumed.value.state, direction: "looser" },
    ...trading.holds.map(({ source, reason }) => ({
      what: source.replaceAll("_", " "),
      before: reason,
      after: staying.includes(source) ? "stays" : "ends",
    })),
  ];
  return ok({ title: "Resume trading", act, diff, impact: circumstances(decision) });
}

function proposePart(decision: Decision, act: Resume): Result<SubjectProposal<Resume>> {
  const name = describeScope(act.scope ?? WHOLE_ACCOUNT);
  const kill = killInForce(decision.state, act.scope ?? WHOLE_ACCOUNT);
  const before = kill === null ? "stopped" : `stopped by ${kill.by}`;
  const diff: DiffLine[] = [{ what: name, before, after: "trades", direction: "looser" }];
  return ok({ title: `Resume ${name}`, act, diff, impact: circumstances(decision) });
}

function circumstances({ state }: Decision): readonly string[] {
  const held = Object.keys(state.portfolio.positions).length;
  const version = state.limits?.version ?? 0;
  return [
    `Version ${version} of the limits stays in force.`,
    `${held} symbol${held === 1 ? " is" : "s are"} held; for the first minute only orders toward flat pass.`,
  ];
}
