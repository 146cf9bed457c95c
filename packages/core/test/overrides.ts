import { assert } from "../src/assert.ts";
import { ZERO_QUANTITY } from "../src/number/quantity.ts";
import type { Limits } from "../src/risk/limits.ts";
import { claimOverride } from "../src/risk/override/claim-override.ts";
import {
  type OneShotOverride,
  OVERRIDE_MS_MAX,
  type OverrideGrant,
  restatedOf,
} from "../src/risk/override/override.ts";
import { emptyOverrideBook, enterOverride } from "../src/risk/override/override-book.ts";
import { anIntent, MORNING } from "./builders.ts";

/** An override that Ada granted now under version 3 of the limits, for the order of `anIntent`. */
export function grantOf(change: Partial<OverrideGrant> = {}): OverrideGrant {
  return {
    overrideId: "ov-1",
    intent: anIntent(),
    intentHash: "hash",
    held: { account: ZERO_QUANTITY, own: ZERO_QUANTITY },
    lifts: ["order_quantity"],
    by: "Ada",
    byId: "u1",
    role: "risk",
    reason: "a block that the desk has agreed",
    grantedAt: MORNING,
    expiresAt: MORNING + OVERRIDE_MS_MAX,
    limitVersion: 3,
    ...change,
  };
}

/** Claims an override for its own order at once, as Grace. */
export function claimFor(grant: OverrideGrant, ceilings: Limits): OneShotOverride {
  const book = emptyOverrideBook();
  enterOverride(book, grant);
  const { overrideId, intent, limitVersion, grantedAt } = grant;
  const by = { by: "Grace", byId: "u2", role: "trader" };
  const claim = {
    overrideId,
    restated: restatedOf(intent),
    by,
    limitVersion,
    ceilings,
  };
  const claimed = claimOverride(book, claim, grantedAt);
  assert(claimed.ok, "the override of a test could not be claimed");
  return claimed.override;
}
