import type { KillView } from "@interlock/api/view/kill-view";

/** A kill that was just requested; a case sets what it is about. */
export function buildKillView(part: Partial<KillView> = {}): KillView {
  return {
    killId: "kill-1",
    mode: "cancel",
    stage: "requested",
    by: "Ada",
    via: "console",
    reason: "",
    requestedAt: 1_000,
    gateClosedAt: null,
    provenAt: null,
    gateClosedMs: null,
    cancels: { requested: 0, confirmed: 0, pending: 0 },
    closes: { requested: 0, filled: 0, pending: 0, queued: 0 },
    venueOpenOrders: null,
    venuePositions: null,
    cleanSweeps: 0,
    residual: [],
    ...part,
  };
}
