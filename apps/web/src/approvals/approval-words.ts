import type { ApprovalView } from "@interlock/api/view/approval-view";
import type { ChipTone } from "../components/state-chip.tsx";

type Facts = Pick<ApprovalView, "state" | "mine" | "obstacles">;

/** Tells whether a request waits for whoever looks: to be decided by them, applied, or edited after a conflict. */
export function waitsForMe({ state, mine, obstacles }: Facts): boolean {
  if (obstacles.approve === "") return true;
  if (state === "conflicted") return mine && obstacles.edit === "";
  return mine && obstacles.apply === "";
}

/** Says what each role was asked for and has done, e.g. "1 of 1 from risk or owner". */
export function progressWords({
  required,
  decisions,
}: Pick<ApprovalView, "required" | "decisions">): readonly string[] {
  return required.map(({ anyOf, count }) => {
    const given = decisions.filter(
      ({ by, verdict }) => verdict === "approve" && anyOf.includes(by.role),
    ).length;
    return `${Math.min(given, count)} of ${count} from ${anyOf.join(" or ")}`;
  });
}

/** What a state looks like, and is called. */
export const STATE_CHIPS: Readonly<
  Record<ApprovalView["state"], { readonly tone: ChipTone; readonly word: string }>
> = {
  waiting: { tone: "warn", word: "waiting" },
  approved: { tone: "ok", word: "approved, not applied" },
  applied: { tone: "ok", word: "applied" },
  declined: { tone: "critical", word: "declined" },
  expired: { tone: "stale", word: "expired" },
  void: { tone: "stale", word: "taken back" },
  conflicted: { tone: "critical", word: "conflicted" },
};

/** Says who agreed, as the rest of a sentence; nothing where nobody did. */
export function approverWords(decisions: ApprovalView["decisions"]): string {
  const names = decisions.flatMap(({ by, verdict }) => (verdict === "approve" ? [by.name] : []));
  return names.length === 0 ? "" : `, approved by ${names.join(" and ")}`;
}

/** What became of a request that has ended; who takes their own back is named, and the engine voids without a name. */
export function endedWord({ state, ending }: Pick<ApprovalView, "state" | "ending">): string {
  return state === "void" && ending?.by === null ? "void" : STATE_CHIPS[state].word;
}

/** Reasons that people give again and again: a start, not a substitute. */
export const APPROVE_REASONS: readonly string[] = [
  "Difference and impact looked at",
  "Agreed at the desk before",
];
export const DECLINE_REASONS: readonly string[] = [
  "Too much in one step: ask for less",
  "Not now: after the session",
  "The reason does not say why",
];
