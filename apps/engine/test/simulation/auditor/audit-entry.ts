import type { Limits } from "@interlock/core/risk/limits";
import type { EngineRecord, RecordOf } from "../../../src/record.ts";
import type { Evidence } from "./evidence.ts";

/** Holds that mean that something is wrong outside, each of which a person must hear of. */
const TOLD: readonly string[] = ["reconciliation", "account_lease", "venue_account", "venue_clock"];

/** Every critical cause has its alert in the entry that found it: nobody has to look for it (I11). */
export function auditAlerts({ findings }: Evidence, records: readonly EngineRecord[]): void {
  const told = records.some(
    (record) => record.kind === "alert_raised" && record.severity === "critical",
  );
  if (told) return;
  for (const record of records) {
    const cause = causeOf(record);
    if (cause !== null) findings.add("I11", `${cause} and nobody was told`);
  }
}

function causeOf(record: EngineRecord): string | null {
  switch (record.kind) {
    case "break_opened":
      return `break ${record.break.breakId} opened`;
    case "guard_tripped":
      return record.guard === "stop_loss" ? null : `${record.guard} tripped`;
    case "trading_held":
      return TOLD.includes(record.hold.source) ? `${record.hold.source} holds trading` : null;
    default:
      return null;
  }
}

/** No record holds a number that is none, or a zero below zero (I12). The text of the journal would hide both. */
export function auditNumbers({ findings }: Evidence, records: readonly EngineRecord[]): void {
  for (const record of records)
    if (hasBadNumber(record)) findings.add("I12", `${record.kind} holds a number that is none`);
}

function hasBadNumber(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value) || Object.is(value, -0);
  if (typeof value !== "object" || value === null) return false;
  for (const part of Object.values(value)) if (hasBadNumber(part)) return true;
  return false;
}

/** Whatever anybody asks for, limits are numbers and stay within the environment's ceilings (I16). */
export function auditCeilings(
  { findings }: Evidence,
  { limits, version }: RecordOf<"limits_changed">,
  ceilings: Limits,
): void {
  for (const [name, ceiling] of Object.entries(ceilings) as [keyof Limits, unknown][]) {
    const value: unknown = limits[name];
    if (typeof ceiling !== "number" || !name.startsWith("max")) continue;
    const within = typeof value === "number" && value >= 0 && value <= ceiling;
    if (!within) findings.add("I16", `${name} of version ${version} is ${String(value)}`);
  }
}
