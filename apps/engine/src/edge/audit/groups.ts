import type { EngineRecord } from "../../record.ts";

type Kind = EngineRecord["kind"];

/** What markets, marks and comparisons make all day, and nobody decided. */
const ROUTINE: readonly Kind[] = [
  "bar_closed",
  "bar_revised",
  "positions_marked",
  "equity_marked",
  "best_price_seen",
  "high_water_raised",
  "signal_suppressed",
  "reconciled",
  "head_anchored",
];

/** Beginnings of the names of kinds, by group. */
const GROUPS = {
  people: ["command_", "person_", "approval", "override", "limits_", "trading_", "break_adopted"],
  orders: ["order_", "fill_", "external_order", "override", "kill_", "scope_"],
  risk: ["limits_", "order_denied", "guard_", "breaker_", "stop_", "trading_", "hold_", "kill_"],
  system: [
    "engine_",
    "recovered",
    "account_",
    "day_",
    "connection_",
    "projection_",
    "alert_",
    "head_",
  ],
} as const;

/** Groups of records that the page offers. */
export type AuditGroup = "decisions" | "all" | keyof typeof GROUPS;

/** Returns which kinds of records a group shows, and which it leaves out. */
export function kindsOf(
  group: AuditGroup,
  known: readonly string[],
): { readonly kinds: readonly string[] | null; readonly without: readonly string[] | null } {
  if (group === "all") return { kinds: null, without: null };
  if (group === "decisions") return { kinds: null, without: ROUTINE };
  const beginnings = GROUPS[group];
  const kinds = known.filter((kind) => beginnings.some((beginning) => kind.startsWith(beginning)));
  return { kinds, without: null };
}
