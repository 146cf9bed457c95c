import { whenText } from "../market/clock-text.ts";
import type { UnixMs } from "../time.ts";
import type { Approval, ApprovalDecision, Requirement } from "./approval.ts";

/** Roles that people have now, by user id; null: suspended or gone. Who is missing has none. */
export type Standing = Readonly<Record<string, string | null>>;

/** Whether enough people agreed, and whether they were others than the requester. */
export type Agreement =
  | { readonly reached: true; readonly fourEyes: boolean }
  | { readonly reached: false; readonly lacking: string };

/**
 * Says whether a request has the agreement it needs. People count once each, whatever session or passkey they came
 * with; the requester's own approval counts under solo terms alone. With `standing`, a person counts only with a role
 * that they still have.
 */
export function agreementOf(approval: Approval, standing?: Standing): Agreement {
  const counted = approval.decisions.filter((decision) => counts(decision, standing));
  const others = counted.filter(({ by }) => by.userId !== approval.requester.userId);
  if (covers(approval.required, others)) return { reached: true, fourEyes: true };
  if (approvedAlone(approval, counted)) return { reached: true, fourEyes: false };
  return { reached: false, lacking: lackingOf(approval, others) };
}

function counts({ verdict, by }: ApprovalDecision, standing: Standing | undefined): boolean {
  if (verdict !== "approve") return false;
  if (standing === undefined) return true;
  return Object.hasOwn(standing, by.userId) && standing[by.userId] === by.role;
}

/** Each place of each requirement needs a person of its own. */
function covers(required: readonly Requirement[], people: readonly ApprovalDecision[]): boolean {
  const places = required.flatMap(({ anyOf, count }) =>
    Array.from({ length: count }, (): readonly string[] => anyOf),
  );
  return places.length > 0 && seat(places, people);
}

function seat(
  places: readonly (readonly string[])[],
  people: readonly ApprovalDecision[],
): boolean {
  const [place, ...rest] = places;
  if (place === undefined) return true;
  return people.some(
    (one) =>
      place.includes(one.by.role) &&
      seat(
        rest,
        people.filter(({ by }) => by.userId !== one.by.userId),
      ),
  );
}

function approvedAlone(approval: Approval, counted: readonly ApprovalDecision[]): boolean {
  const { requester, required } = approval;
  return counted.some(
    (decision) =>
      decision.by.userId === requester.userId &&
      required.every(({ anyOf }) => includesRole(anyOf, decision.by.role)) &&
      soloObstacle(approval, decision) === null,
  );
}

/** Says why the requester's own approval does not count; null when it does. */
export function soloObstacle(
  { solo, credentialId: requestedWith }: Pick<Approval, "solo" | "credentialId">,
  { at, credentialId }: { readonly at: UnixMs; readonly credentialId: string | null },
): string | null {
  if (solo === null)
    return "You made this request: another person must decide it. You may edit it or take it back.";
  if (at < solo.coolsUntil)
    return `Alone you may approve it from ${whenText(solo.coolsUntil, at)} on, after the cooling-off.`;
  if (requestedWith === null)
    return "It was requested without a passkey: alone, request and approval need two different passkeys.";
  if (credentialId === null || credentialId === requestedWith)
    return "Alone you approve with another passkey than the one of the request.";
  return null;
}

/** Tells whether a role is among those that a requirement names. */
export function includesRole(anyOf: readonly string[], role: string): boolean {
  return anyOf.includes(role);
}

/** Says who is entitled to decide, e.g. "risk or owner". */
export function describeRoles(required: readonly Requirement[]): string {
  return [...new Set(required.flatMap(({ anyOf }) => anyOf))].join(" or ");
}

function lackingOf({ required }: Approval, others: readonly ApprovalDecision[]): string {
  const needed = required.reduce((sum, { count }) => sum + count, 0);
  const people = needed === 1 ? "one other person" : `${needed} other people`;
  return `It needs the approval of ${people} with the role ${describeRoles(required)}; approvals that count so far: ${others.length}.`;
}
