import { SECOND_MS, type UnixMs } from "../../time.ts";
import type { Limits } from "../limits.ts";
import {
  alterations,
  describeRestated,
  type OneShotOverride,
  type OverrideFault,
  type OverrideGrant,
  type OverrideUse,
  type RestatedOrder,
  restatedOf,
} from "./override.ts";
import { findOverride, type OverrideBook, type OverrideEntry } from "./override-book.ts";

/** A wish to use an override. */
export interface OverrideClaim {
  readonly overrideId: string;
  /** What the person read back. */
  readonly restated: RestatedOrder;
  readonly by: Pick<OverrideUse, "by" | "byId" | "role">;
  /** The version of the limits in force, and the environment's ceilings. */
  readonly limitVersion: number;
  readonly ceilings: Limits;
}

/** What the gate may take, or why not, with a sentence that says what to do. */
export type Claimed =
  | { readonly ok: true; readonly override: OneShotOverride }
  | { readonly ok: false; readonly fault: OverrideFault; readonly sentence: string };

/**
 * Claims an override for one order: it must stand, be in time, and be for exactly what the person restated. Claiming
 * spends nothing: the approval does, in the same journal entry as the order, so that one which another check denies
 * leaves it open until it expires.
 */
export function claimOverride(book: OverrideBook, claim: OverrideClaim, now: UnixMs): Claimed {
  const entry = findOverride(book, claim.overrideId);
  if (entry === null)
    return refused("unknown", `No override ${claim.overrideId} is known here: grant one first.`);
  const { grant } = entry;
  const fault = faultOf(entry, claim, now);
  if (fault !== null) return fault;
  const fourEyes = claim.by.byId !== grant.byId;
  const use = { ...claim.by, overrideId: grant.overrideId, fourEyes };
  return { ok: true, override: claimed({ grant, use, ceilings: claim.ceilings }) };
}

/** The only place where a claim becomes what the gate takes: the brand exists in types alone. */
function claimed(terms: Pick<OneShotOverride, "grant" | "use" | "ceilings">): OneShotOverride {
  return terms as OneShotOverride;
}

function faultOf(
  { grant, standing }: OverrideEntry,
  claim: OverrideClaim,
  now: UnixMs,
): Claimed | null {
  const { overrideId } = grant;
  if (standing.kind === "used")
    return refused(
      "used",
      `Override ${overrideId} was used already, by ${standing.by} for ${standing.clientOrderId}: it holds for one order, once.`,
    );
  const altered = alteration(grant, claim);
  if (altered !== null) return altered;
  if (standing.kind === "void")
    return refused("void", `Override ${overrideId} is void: ${standing.why}. ${ASK_ANEW}`);
  if (now >= grant.expiresAt)
    return refused(
      "expired",
      `Override ${overrideId} expired ${Math.floor((now - grant.expiresAt) / SECOND_MS)} s ago. ${ASK_ANEW}`,
    );
  if (claim.limitVersion !== grant.limitVersion)
    return refused(
      "void",
      `Override ${overrideId} stood under version ${grant.limitVersion} of the limits; version ${claim.limitVersion} is in force. ${ASK_ANEW}`,
    );
  return null;
}

const ASK_ANEW = "Have the order denied anew, and look at it again.";

/** What a person does not read back is the grant's; the gate compares every term with it again. */
function alteration({ overrideId, intent }: OverrideGrant, claim: OverrideClaim) {
  const granted = restatedOf(intent);
  const changes = alterations(granted, claim.restated);
  if (changes.length === 0) return null;
  return refused(
    "altered",
    `Override ${overrideId} is for ${describeRestated(granted)}: ${changes.join(", ")} is another order, and needs an override of its own.`,
  );
}

function refused(fault: OverrideFault, sentence: string): Claimed {
  return { ok: false, fault, sentence };
}
