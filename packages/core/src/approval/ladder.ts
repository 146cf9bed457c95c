import type { Requirement, SubjectKind } from "./approval.ts";
import { type ApprovalPolicy, requirementsOf } from "./approval-policy.ts";

/** What a person may want of the engine, as far as the ladder tells it apart. */
export const LADDER_ACTS = [
  "stop",
  "tighten",
  "revert",
  "loosen",
  "resume",
  "grant_override",
  "use_override",
  "rearm",
  "rearm_next_session",
  "enable_strategy",
  "adopt_break",
  "go_live",
  "change_role",
  "change_key",
  "change_policy",
  "request",
  "request_alone",
  "approve",
  "decline",
  "apply",
  "take_back",
] as const;
export type LadderAct = (typeof LADDER_ACTS)[number];

/** What an act needs before it is done. */
export type Demand =
  | { readonly kind: "nothing" }
  /** One confirmation at the console and a reason, as the act itself asks for it. */
  | { readonly kind: "confirmation" }
  /** A passkey, used for exactly this act at most 5 minutes ago. */
  | { readonly kind: "step_up" }
  /** An approved request, which is then applied. */
  | {
      readonly kind: "approval";
      readonly subject: SubjectKind;
      readonly required: readonly Requirement[];
    };

interface Rung {
  /** Where the policy says inline, which only sim and paper can. */
  readonly inline: Step;
  readonly full: Step;
  readonly why: string;
}

type Step = "nothing" | "confirmation" | "step_up" | SubjectKind;

const FREE = { inline: "nothing", full: "nothing" } as const;
const RAISES = { inline: "confirmation", full: "step_up" } as const;

/** The whole ladder: stopping is one gesture, starting is dear. */
export const LADDER: Readonly<Record<LadderAct, Rung>> = {
  stop: { ...FREE, why: "Whoever sees a danger stops it at once." },
  tighten: { ...FREE, why: "Less risk waits for nobody." },
  revert: { ...FREE, why: "It was agreed when the change was made that it ends." },
  loosen: { inline: "confirmation", full: "limits", why: "More may be lost." },
  resume: { inline: "confirmation", full: "resume", why: "What was stopped had a cause." },
  grant_override: { inline: "confirmation", full: "override", why: "An order passes a limit." },
  use_override: { ...RAISES, why: "The order leaves; others have agreed to it." },
  rearm: { inline: "confirmation", full: "resume", why: "What the breaker stopped goes on." },
  rearm_next_session: { ...RAISES, why: "The day whose loss it was is over." },
  enable_strategy: { ...RAISES, why: "It had failed, and trades again." },
  adopt_break: { ...RAISES, why: "The books follow the venue without a fill." },
  go_live: { inline: "go_live", full: "go_live", why: "Real money." },
  change_role: { inline: "confirmation", full: "role", why: "It decides who agrees." },
  change_key: { inline: "confirmation", full: "key", why: "A key acts as a person." },
  change_policy: { inline: "confirmation", full: "policy", why: "It decides what needs whom." },
  request: { ...FREE, why: "A request does nothing by itself." },
  request_alone: {
    inline: "nothing",
    full: "step_up",
    why: "Alone, request and approval show two different passkeys.",
  },
  approve: { ...RAISES, why: "It is the other person's word." },
  decline: { ...FREE, why: "No is always free." },
  apply: { ...RAISES, why: "From here on it is in force." },
  take_back: { ...FREE, why: "Nothing happens then." },
};

/** Where an act is wanted: the environment's own word, and the policy of its configuration. */
export interface LadderPlace {
  readonly environment: "sim" | "paper" | "live";
  readonly policy: ApprovalPolicy;
}

/** Tells whether the whole ladder holds: in live whatever the policy says. */
export function isFullLadder({ environment, policy }: LadderPlace): boolean {
  return environment === "live" || policy.ladder === "full";
}

/** Returns what an act needs. The only place that says so. */
export function demandOf(place: LadderPlace, act: LadderAct): Demand {
  const rung = LADDER[act];
  const step = isFullLadder(place) ? rung.full : rung.inline;
  if (step === "nothing" || step === "confirmation" || step === "step_up") return { kind: step };
  return { kind: "approval", subject: step, required: requirementsOf(place.policy, step) };
}

/** How old a passkey's proof may be, in milliseconds of this host's clock. */
export const STEP_UP_MS_MAX = 5 * 60_000;
