import type { KillMode, KillStage, KillView } from "@interlock/api/view/kill-view";

/** Tells whether a kill is still being carried out. */
export function isKillActive(stage: KillStage): boolean {
  switch (stage) {
    case "requested":
    case "gate_closed":
    case "canceling":
    case "closing":
      return true;
    case "none":
    case "proven":
    case "residual":
    case "resumed":
      return false;
  }
}

/** Names the result of a kill as the venue shows it. */
export function killResult(view: KillView): string {
  if (view.stage === "residual") return "RESIDUAL";
  if (view.stage === "resumed") return "RESUMED";
  if (view.stage !== "proven") return "IN PROGRESS";
  return PROVEN_RESULTS[view.mode];
}

/** What the venue has shown of a kill that is proven. */
export const PROVEN_RESULTS: Readonly<Record<KillMode, string>> = {
  halt: "HALTED",
  cancel: "NO OPEN ORDERS",
  flatten: "FLAT",
};

/** One line of the progress of a kill. */
export interface KillStep {
  readonly key: "requested" | "gate" | "cancels" | "closes" | "venue";
  readonly label: string;
  readonly detail: string;
  readonly state: "waiting" | "running" | "done" | "trouble";
  /** Milliseconds since the request, where the engine measured it. */
  readonly latencyMs: number | null;
}

/** Returns the steps that a kill of this mode goes through, each with its present state and its evidence. */
export function killSteps(view: KillView): readonly KillStep[] {
  const steps: KillStep[] = [requestedStep(view), gateStep(view)];
  if (view.mode !== "halt") steps.push(cancelStep(view));
  if (view.mode === "flatten") steps.push(closeStep(view));
  if (view.mode !== "halt") steps.push(venueStep(view));
  return steps;
}

function requestedStep(view: KillView): KillStep {
  return {
    key: "requested",
    label: "Requested",
    detail: requestWords(view),
    state: "done",
    latencyMs: null,
  };
}

/** Who asked for what: a kill that another made stronger is not told as the first one's. */
function requestWords({ by, via, reason, mode, raised }: KillView): string {
  const asked = `by ${by} via ${via}${quoted(reason)}`;
  if (raised === undefined) return asked;
  return `${MODE_NOUNS[raised.from]} ${asked}; made ${MODE_NOUNS[mode]} by ${raised.by}${quoted(raised.reason)}`;
}

const MODE_NOUNS: Readonly<Record<KillMode, string>> = {
  halt: "a halt",
  cancel: "a cancel of all",
  flatten: "a flatten",
};

function quoted(reason: string): string {
  return reason === "" ? "" : `, “${reason}”`;
}

function gateStep(view: KillView): KillStep {
  const closed = view.gateClosedAt !== null || view.gateClosedMs !== null;
  return {
    key: "gate",
    label: "Gate closed",
    detail: closed
      ? `orders that add risk are refused${gateWords(view)}`
      : "waiting for the engine",
    state: closed ? "done" : "running",
    latencyMs: view.gateClosedMs,
  };
}

/** Says which of a gate's times stands beside: the engine's, on disk, or that of the watchdog, which sees it later. */
function gateWords({ clock, gateClosedMs }: KillView): string {
  if (gateClosedMs === null) return "";
  return clock === "host" ? " · seen by the watchdog after" : " · on disk after";
}

function cancelStep(view: KillView): KillStep {
  const { requested, confirmed, pending } = view.cancels;
  const open = pending === 0 ? "" : ` · ${pending} pending`;
  return {
    key: "cancels",
    label: "Cancels",
    detail: `${requested} requested · ${confirmed} confirmed${open}`,
    state: stepState(view, { started: requested > 0, pending }),
    latencyMs: null,
  };
}

function closeStep(view: KillView): KillStep {
  const { requested, filled, pending, queued } = view.closes;
  const open = pending === 0 ? "" : ` · ${pending} pending`;
  const waiting = queued === 0 ? "" : ` · ${queued} queued for the open`;
  return {
    key: "closes",
    label: "Closes",
    detail:
      requested === 0 && view.stage === "proven"
        ? "no closing order of ours counted: the venue shows the result"
        : `${counted(requested, "position")} · ${filled} closed${open}${waiting}`,
    state: stepState(view, { started: requested > 0, pending: pending + queued }),
    latencyMs: null,
  };
}

function stepState(view: KillView, work: { started: boolean; pending: number }): KillStep["state"] {
  if (work.pending > 0) return view.stage === "residual" ? "trouble" : "running";
  if (work.started || !isKillActive(view.stage)) return "done";
  return "waiting";
}

/** When the cancel that has waited longest for the venue was asked for; null where none waits or nobody noted it. */
export function pendingSince({ receipt, cancels }: KillView): number | null {
  if (cancels.pending === 0) return null;
  const asked = (receipt?.orders ?? []).flatMap(({ askedAt, confirmedAt }) =>
    confirmedAt === null ? [askedAt] : [],
  );
  return asked.length === 0 ? null : Math.min(...asked);
}

function venueStep(view: KillView): KillStep {
  const flat = view.mode === "flatten" ? ` · ${counted(view.venuePositions, "position")}` : "";
  const took =
    view.provenAt !== null && view.requestedAt !== null ? view.provenAt - view.requestedAt : null;
  return {
    key: "venue",
    label: "Venue shows",
    detail: `${counted(view.venueOpenOrders, "open order")}${flat} · clean sweeps ${view.cleanSweeps} of 2`,
    state: venueState(view),
    // A replay that stands still has no time between two moments: that is no latency.
    latencyMs: took === 0 ? null : took,
  };
}

function counted(count: number | null, noun: string): string {
  return `${count ?? "—"} ${noun}${count === 1 ? "" : "s"}`;
}

function venueState(view: KillView): KillStep["state"] {
  if (view.stage === "residual") return "trouble";
  if (view.stage === "proven" || view.stage === "resumed") return "done";
  return view.venueOpenOrders === null ? "waiting" : "running";
}
