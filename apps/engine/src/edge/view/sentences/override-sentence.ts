import { describeRestated, restatedOf } from "@interlock/core/risk/override/override";
import type { OverrideUse } from "@interlock/core/risk/override/override";
import type { OverrideRecord } from "../../../records/override-record.ts";

/** Says in one sentence what was granted, refused or ended of overrides. */
export function overrideSentence(record: OverrideRecord): string {
  switch (record.kind) {
    case "override_granted": {
      const { overrideId, by, role, intent, lifts, reason, expiresAt } = record.grant;
      const order = describeRestated(restatedOf(intent));
      return `${by} (${role}) granted override ${overrideId} until ${new Date(expiresAt).toISOString()}: ${order} may pass ${lifts.join(", ")} once. ${reason}`;
    }
    case "override_refused":
      return `${record.by} (${record.role}) tried to use an override. ${record.sentence}`;
    case "overrides_voided":
      return `Override ${record.overrideIds.join(", ")} is void: ${record.why}.`;
  }
}

/** Says by which override an order was approved; nothing where it passed by the limits in force. */
export function byOverride(use: OverrideUse | undefined): string {
  if (use === undefined) return "";
  const eyes = use.fourEyes ? "granted by another person" : "granted and used by one person";
  return ` Past limits in force by override ${use.overrideId}, used by ${use.by} (${use.role}), ${eyes}.`;
}
