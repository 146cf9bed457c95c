import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../test/runs.ts";
import type { Approval, ApprovalPerson } from "./approval.ts";
import { DEFAULT_POLICY, requirementsOf } from "./approval-policy.ts";
import {
  decisionObstacle,
  editObstacle,
  judgeApply,
  withDecision,
  withProposal,
} from "./decide-approval.ts";
import type { Standing } from "./quorum.ts";

const EXPIRES = 60;
const COOLS = 30;

const people: readonly ApprovalPerson[] = [
  { userId: "asker", name: "Ada", role: "risk" },
  { userId: "bo", name: "Bo", role: "risk" },
  { userId: "cy", name: "Cy", role: "owner" },
  { userId: "dee", name: "Dee", role: "trader" },
];
const asker = people[0] ?? never();

function never(): never {
  throw new Error("nobody is there");
}

function request(quorum: number, alone: boolean): Approval {
  const policy = { ...DEFAULT_POLICY, quorum: { ...DEFAULT_POLICY.quorum, limits: quorum } };
  return {
    id: "ap-1",
    subject: { kind: "limits", title: "Limits of the account", act: null },
    baseVersion: "1",
    proposedHash: "h0",
    diff: [],
    impact: [],
    reason: "a block that was agreed",
    requester: asker,
    credentialId: "key-0",
    required: requirementsOf(policy, "limits"),
    solo: alone ? { coolsUntil: COOLS } : null,
    decisions: [],
    waivers: [],
    createdAt: 0,
    expiresAt: EXPIRES,
    state: "waiting",
    ending: null,
  };
}

const person = fc.constantFrom(...people);
const passkey = fc.constantFrom("key-0", "key-1", "key-2", "key-3");
const wait = fc.integer({ min: 0, max: 20 });
const hash = fc.constantFrom("h0", "h1");

const acts = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("decide" as const),
      by: person,
      verdict: fc.constantFrom("approve" as const, "approve" as const, "decline" as const),
      credentialId: passkey,
      seenHash: hash,
      wait,
    }),
    fc.record({ kind: fc.constant("edit" as const), by: person, seenHash: hash, wait }),
    fc.record({
      kind: fc.constant("apply" as const),
      seenHash: hash,
      heldHash: fc.constantFrom("h0", "h0", "h1"),
      baseVersion: fc.constantFrom("1", "1", "1", "2"),
      gone: fc.option(person),
      wait,
    }),
  ),
  { minLength: 1, maxLength: 14 },
);
type Act = typeof acts extends fc.Arbitrary<readonly (infer A)[]> ? A : never;

/** What a plain reading of the rules keeps of a history, apart from the code under test. */
interface Story {
  approval: Approval;
  at: number;
  /** Everybody's word since the last edit, in order. */
  words: {
    userId: string;
    role: string;
    verdict: string;
    hash: string;
    at: number;
    passkey: string;
  }[];
  hash: string;
  declined: boolean;
}

function live(story: Story, act: Act): ReturnType<typeof judgeApply> | null {
  story.at += act.wait;
  const { approval, at } = story;
  if (act.kind === "apply")
    return judgeApply(approval, { ...act, at, standing: standing(act.gone) });
  if (act.kind === "edit") {
    if (editObstacle(approval, { ...act, at }) !== null) return null;
    story.hash = story.hash === "h0" ? "h1" : "h0";
    const { subject, diff, impact } = approval;
    story.approval = withProposal(
      approval,
      { subject, baseVersion: "1", proposedHash: story.hash, diff, impact },
      { reason: "edited", credentialId: "key-0", solo: approval.solo, expiresAt: EXPIRES },
    );
    story.words = [];
    return null;
  }
  const decision = { ...act, at, reason: "looked at" };
  if (decisionObstacle(approval, decision) !== null) return null;
  story.approval = withDecision(approval, decision);
  const { userId, role } = act.by;
  const word = { userId, role, verdict: act.verdict, hash: act.seenHash, at };
  story.words.push({ ...word, passkey: act.credentialId });
  story.declined ||= act.verdict === "decline";
  return null;
}

function standing(gone: ApprovalPerson | null): Standing {
  return Object.fromEntries(
    people.map(({ userId, role }) => [userId, userId === gone?.userId ? null : role]),
  );
}

/** The reasons why what was applied should not have been, read off the story. */
function wrongs(story: Story, act: Extract<Act, { kind: "apply" }>, quorum: number): string[] {
  const found: string[] = [];
  if (story.at >= EXPIRES) found.push("expired");
  if (story.declined) found.push("declined");
  if (act.baseVersion !== "1") found.push("another base version");
  if (act.seenHash !== story.hash || act.heldHash !== story.hash) found.push("another proposal");
  const yes = story.words.filter(
    (word) =>
      word.verdict === "approve" &&
      word.hash === story.hash &&
      word.userId !== act.gone?.userId &&
      (word.role === "risk" || word.role === "owner"),
  );
  const others = new Set(yes.flatMap(({ userId }) => (userId === "asker" ? [] : [userId])));
  const alone =
    story.approval.solo !== null &&
    yes.some((word) => word.userId === "asker" && word.at >= COOLS && word.passkey !== "key-0");
  if (others.size < quorum && !alone) found.push(`${others.size} others of ${quorum}`);
  return found;
}

test("W10 nothing is applied without the quorum, after an edit, a decline, its time, or on another ground", () => {
  let applied = 0;
  fc.assert(
    fc.property(acts, fc.integer({ min: 1, max: 2 }), fc.boolean(), (history, quorum, alone) => {
      const approval = request(quorum, alone);
      const story: Story = { approval, at: 0, words: [], hash: "h0", declined: false };
      for (const act of history) {
        const verdict = live(story, act);
        if (verdict?.kind !== "apply" || act.kind !== "apply") continue;
        applied += 1;
        expect(wrongs(story, act, quorum)).toEqual([]);
        const others = story.words.filter(
          ({ userId, verdict: word }) => userId !== "asker" && word === "approve",
        );
        if (others.length === 0) expect(verdict.fourEyes).toBe(false);
        return;
      }
    }),
    { numRuns: runs(3_000) },
  );
  expect(applied, "the histories reach an application").toBeGreaterThan(5);
});

test("one passkey never counts for two people", () => {
  const bo = people[1] ?? never();
  const cy = people[2] ?? never();
  const word = { verdict: "approve", reason: "looked at", at: 1, credentialId: "one" } as const;
  const once = withDecision(request(2, false), { ...word, by: bo });
  expect(decisionObstacle(once, { ...word, by: cy, seenHash: "h0" })).toMatchObject({
    fault: "forbidden",
  });
});
