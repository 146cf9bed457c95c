import type { OverrideUse } from "@interlock/core/risk/override/override";
import {
  describeGrant,
  describeRefusedTry,
  describeVoid,
} from "@interlock/core/risk/override/override-words";
import type { OverrideRecord } from "../../../records/override-record.ts";

/** Says in one sentence what was granted, refused or ended of overrides. */
export function overrideSentence(record: OverrideRecord): string {
  switch (record.kind) {
    case "override_granted":
      return describeGrant(record.grant);
    case "override_refused":
      return describeRefusedTry(record);
    case "overrides_voided":
      return describeVoid(record.overrideIds, record.why);
  }
}

/** Says by which override an order was approved; nothing where it passed by the limits in force. */
export function byOverride(use: OverrideUse | undefined): string {
  if (use === undefined) return "";
  const eyes = use.fourEyes ? "granted by another person" : "granted and used by one person";
  return ` Past limits in force by override ${use.overrideId}, used by ${use.by} (${use.role}), ${eyes}.`;
}
