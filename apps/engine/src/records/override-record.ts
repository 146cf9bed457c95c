import type { OverrideFault, OverrideGrant } from "@interlock/core/risk/override/override";

/** What is journaled of overrides beside the approval that uses one up, which names it itself. */
export type OverrideRecord =
  | {
      /** A person lifts the denials of one order, for one other order that is equal to it. */
      readonly kind: "override_granted";
      readonly grant: OverrideGrant;
    }
  | {
      /** Somebody wanted to use one that does not allow it. */
      readonly kind: "override_refused";
      readonly overrideId: string;
      readonly by: string;
      readonly byId: string;
      readonly role: string;
      readonly fault: OverrideFault;
      readonly sentence: string;
    }
  | {
      /** They were granted under circumstances that are over. */
      readonly kind: "overrides_voided";
      readonly overrideIds: readonly string[];
      readonly why: string;
    };
