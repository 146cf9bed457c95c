import { expect, test } from "vitest";
import { SUBJECT_KINDS } from "./approval.ts";
import { allowsSolo, DEFAULT_POLICY, requirementsOf } from "./approval-policy.ts";
import { demandOf, LADDER, LADDER_ACTS, type LadderAct } from "./ladder.ts";

const inline = DEFAULT_POLICY;
const full = { ...DEFAULT_POLICY, ladder: "full" as const };
const ENVIRONMENTS = ["sim", "paper", "live"] as const;

const FREE: readonly LadderAct[] = ["stop", "tighten", "revert", "request", "decline", "take_back"];

test("stopping, tightening, an agreed end and a no need nothing in any environment under any policy", () => {
  for (const environment of ENVIRONMENTS)
    for (const policy of [inline, full])
      for (const act of FREE)
        expect(demandOf({ environment, policy }, act), act).toEqual({ kind: "nothing" });
});

test("in live every act that raises risk needs a passkey or other people, whatever the policy says", () => {
  const raising = LADDER_ACTS.filter((act) => !FREE.includes(act));
  for (const act of raising) {
    const { kind } = demandOf({ environment: "live", policy: inline }, act);
    expect(["step_up", "approval"], act).toContain(kind);
    expect(demandOf({ environment: "live", policy: full }, act)).toEqual(
      demandOf({ environment: "live", policy: inline }, act),
    );
  }
});

test("looser limits, a resume, an override, roles, keys, policies and live money need other people on the full ladder", () => {
  const kinds = LADDER_ACTS.flatMap((act) => {
    const demand = demandOf({ environment: "paper", policy: full }, act);
    return demand.kind === "approval" ? [demand.subject] : [];
  });
  expect([...new Set(kinds)].sort()).toEqual([...SUBJECT_KINDS].sort());
});

test("the inline ladder asks for other people for real money alone", () => {
  for (const act of LADDER_ACTS) {
    const { kind } = demandOf({ environment: "sim", policy: inline }, act);
    expect(kind === "approval", act).toBe(act === "go_live");
  }
});

test("a breaker is re-armed like a resume, but for a daily loss in the next session: that takes one person", () => {
  const live = { environment: "live" as const, policy: inline };
  expect(demandOf(live, "rearm")).toMatchObject({ kind: "approval", subject: "resume" });
  expect(demandOf(live, "rearm_next_session")).toEqual({ kind: "step_up" });
});

test("each rung says why", () => {
  for (const { why } of Object.values(LADDER)) expect(why).toMatch(/^[A-Z].*\.$/);
});

test("the quorum of the policy is what a request requires", () => {
  const policy = { ...full, quorum: { ...full.quorum, resume: 3 } };
  expect(requirementsOf(policy, "resume")).toEqual([{ anyOf: ["risk", "owner"], count: 3 }]);
});

test("alone everything may be approved but an override, which does not live as long as the cooling-off", () => {
  const solo = { ...full, solo: { coolingOffMs: 30 * 60_000 } };
  const kinds = SUBJECT_KINDS.filter((kind) => allowsSolo(solo, kind));
  expect(kinds).toEqual(SUBJECT_KINDS.filter((kind) => kind !== "override"));
  expect(SUBJECT_KINDS.some((kind) => allowsSolo(full, kind))).toBe(false);
});
