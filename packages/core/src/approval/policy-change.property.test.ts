import fc from "fast-check";
import { expect, test } from "vitest";
import { MINUTE_MS } from "../time.ts";
import { SUBJECT_KINDS } from "./approval.ts";
import { type ApprovalPolicy, DEFAULT_POLICY } from "./approval-policy.ts";
import { isWeaker, policyDiff, samePolicy, stricterPolicy } from "./policy-change.ts";

const byKind = (value: fc.Arbitrary<number>): fc.Arbitrary<ApprovalPolicy["quorum"]> =>
  fc.record(
    Object.fromEntries(SUBJECT_KINDS.map((kind) => [kind, value])) as Record<
      (typeof SUBJECT_KINDS)[number],
      fc.Arbitrary<number>
    >,
  );
const minutes = fc.integer({ min: 1, max: 60 }).map((count) => count * MINUTE_MS);
const policies: fc.Arbitrary<ApprovalPolicy> = fc.record({
  ladder: fc.constantFrom("inline" as const, "full" as const),
  quorum: byKind(fc.integer({ min: 1, max: 5 })),
  expiryMs: byKind(minutes),
  solo: fc.option(fc.record({ coolingOffMs: minutes })),
});

test("the stricter of two policies is as strict as both, whichever comes first and whatever follows", () => {
  fc.assert(
    fc.property(policies, policies, policies, (a, b, c) => {
      const both = stricterPolicy(a, b);
      expect(both).toEqual(stricterPolicy(b, a));
      expect(isWeaker(both, a)).toBe(false);
      expect(isWeaker(both, b)).toBe(false);
      expect(stricterPolicy(both, a)).toEqual(both);
      expect(stricterPolicy(both, c)).toEqual(stricterPolicy(a, stricterPolicy(b, c)));
    }),
  );
});

test("two policies of which neither is weaker say the same, and every other difference is a line that people read", () => {
  fc.assert(
    fc.property(policies, policies, (a, b) => {
      expect(!isWeaker(a, b) && !isWeaker(b, a)).toBe(samePolicy(a, b));
      expect(policyDiff(a, b).length === 0).toBe(samePolicy(a, b));
    }),
  );
});

test.each<[string, Partial<ApprovalPolicy>]>([
  ["fewer people", { quorum: { ...DEFAULT_POLICY.quorum, role: 0 } }],
  ["more time", { expiryMs: { ...DEFAULT_POLICY.expiryMs, resume: 60 * MINUTE_MS } }],
  ["somebody alone", { solo: { coolingOffMs: 600 * MINUTE_MS } }],
])("a policy with %s is weaker", (_, change) => {
  expect(isWeaker({ ...DEFAULT_POLICY, ...change }, DEFAULT_POLICY)).toBe(true);
});
