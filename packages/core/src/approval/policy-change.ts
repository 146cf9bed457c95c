import { canonicalJson } from "../canonical-json.ts";
import { MINUTE_MS } from "../time.ts";
import { type DiffLine, SUBJECT_KINDS, type SubjectKind } from "./approval.ts";
import type { ApprovalPolicy } from "./approval-policy.ts";

/**
 * Returns, of two policies, the stricter in every line: what holds while nobody has agreed to the weaker one. It is as
 * strict as both, whichever comes first.
 */
export function stricterPolicy(a: ApprovalPolicy, b: ApprovalPolicy): ApprovalPolicy {
  return {
    ladder: a.ladder === "full" || b.ladder === "full" ? "full" : "inline",
    quorum: byKind((kind) => Math.max(a.quorum[kind], b.quorum[kind])),
    expiryMs: byKind((kind) => Math.min(a.expiryMs[kind], b.expiryMs[kind])),
    solo:
      a.solo === null || b.solo === null
        ? null
        : { coolingOffMs: Math.max(a.solo.coolingOffMs, b.solo.coolingOffMs) },
  };
}

/** Tells whether a policy is weaker than another in any line. */
export function isWeaker(policy: ApprovalPolicy, than: ApprovalPolicy): boolean {
  return !samePolicy(stricterPolicy(policy, than), policy);
}

/** Tells whether two policies say the same. */
export function samePolicy(a: ApprovalPolicy, b: ApprovalPolicy): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function byKind(value: (kind: SubjectKind) => number): Record<SubjectKind, number> {
  const [limits, resume, override] = [value("limits"), value("resume"), value("override")];
  const [role, key, policy] = [value("role"), value("key"), value("policy")];
  return { limits, resume, override, go_live: value("go_live"), role, key, policy };
}

/** Returns the lines in which two policies differ, as people read them. */
export function policyDiff(before: ApprovalPolicy, after: ApprovalPolicy): readonly DiffLine[] {
  const was = linesOf(before);
  const then = linesOf(after);
  return was.flatMap(([what, text], place) => {
    const now = then[place]?.[1] ?? "";
    return now === text ? [] : [{ what, before: text, after: now }];
  });
}

function linesOf({ ladder, quorum, expiryMs, solo }: ApprovalPolicy): [string, string][] {
  return [
    ["Ladder outside live", ladder],
    ...SUBJECT_KINDS.flatMap((kind): [string, string][] => [
      [`People who approve: ${named(kind)}`, String(quorum[kind])],
      [`Open for: ${named(kind)}`, minutes(expiryMs[kind])],
    ]),
    ["Somebody alone", solo === null ? "never" : `after ${minutes(solo.coolingOffMs)}`],
  ];
}

function named(kind: SubjectKind): string {
  return kind.replaceAll("_", " ");
}

function minutes(ms: number): string {
  return `${ms / MINUTE_MS} min`;
}
