import type { HealthItem } from "@interlock/api/view/engine-view";
import type { FreshState } from "../live/freshness.ts";

export const HEALTH_NAMES: Readonly<Record<HealthItem["name"], string>> = {
  engine: "Engine",
  market_data: "Market data",
  order_stream: "Order stream",
  broker_rest: "Broker REST",
  database: "Database",
  account_lease: "Account lease",
  watchdog: "Watchdog",
  risk_manager: "Risk manager",
  audit_trail: "Audit trail",
  audit_anchors: "Audit anchors",
  notices: "Notices",
  signal_bridge: "Signal bridge",
  reconciliation: "Open breaks",
  cancels: "Cancels",
  kill_switch: "Kill switch",
};

export const HEALTH_STATUS: Readonly<Record<HealthItem["status"], string>> = {
  ok: "ok",
  degraded: "degraded",
  down: "down",
  alert: "act now",
  not_configured: "not configured",
};

const SEVERITY: Readonly<Record<HealthItem["status"], number>> = {
  not_configured: 0,
  ok: 0,
  degraded: 1,
  down: 2,
  alert: 2,
};

type Words = Partial<Readonly<Record<HealthItem["name"], string>>>;

/** What needs a person, or works as it was told to, is named for what it is, not for a part that is down. */
const OWN_WORDS: Partial<Readonly<Record<HealthItem["status"], Words>>> = {
  alert: {
    reconciliation: "Open break",
    cancels: "Cancel stuck",
    kill_switch: "Kill in progress",
  },
  degraded: { kill_switch: "Kill in force" },
};

/** Sums up the health of all parts in a few words: the worst part by name, or that all is well. */
export function healthSummary(items: readonly HealthItem[]): string {
  const troubled = items
    .filter((item) => SEVERITY[item.status] > 0)
    .sort((a, b) => SEVERITY[b.status] - SEVERITY[a.status]);
  const [first, ...others] = troubled;
  if (first === undefined) return "All ok";
  const more = others.length === 0 ? "" : ` +${others.length}`;
  const words = OWN_WORDS[first.status]?.[first.name];
  return `${words ?? `${HEALTH_NAMES[first.name]} ${HEALTH_STATUS[first.status]}`}${more}`;
}

/** What the header says of the system's health: once the engine is silent, nothing that it said of it is news. */
export function healthNow(items: readonly HealthItem[], state: FreshState): string {
  if (items.length === 0) return "—";
  return state === "stale" ? "No news" : healthSummary(items);
}

/** Returns the worst status of all parts. */
export function worstHealth(items: readonly HealthItem[]): HealthItem["status"] {
  return items.reduce<HealthItem["status"]>(
    (worst, { status }) => (SEVERITY[status] > SEVERITY[worst] ? status : worst),
    "ok",
  );
}

/** The same in a word that fits on a phone. */
export const HEALTH_SHORT: Readonly<Record<HealthItem["status"], string>> = {
  ok: "ok",
  degraded: "warn",
  down: "down",
  alert: "act",
  not_configured: "none",
};
