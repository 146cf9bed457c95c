import type { KillOrder, KillProgress, KillRoute } from "./call/kill-call.ts";

/** One gesture on the kill switch, from firing to an answer. Times are monotonic milliseconds. */
export interface KillGesture {
  readonly order: KillOrder;
  readonly firedAt: number;
  readonly outcome: "pending" | "accepted" | "refused" | "unconfirmed" | "gave_up";
  readonly settledAt: number | null;
  readonly route: KillRoute | null;
  readonly sentence: string;
  /** Attempts without an answer, newest last. */
  readonly misses: readonly string[];
}

export function startGesture(order: KillOrder, at: number): KillGesture {
  return {
    order,
    firedAt: at,
    outcome: "pending",
    settledAt: null,
    route: null,
    sentence: "",
    misses: [],
  };
}

/** Folds one step of the call. */
export function advanceGesture(gesture: KillGesture, step: KillProgress, at: number): KillGesture {
  switch (step.kind) {
    case "trying":
      return { ...gesture, route: step.route };
    case "missed":
      return { ...gesture, misses: [...gesture.misses, `${step.route}: ${step.why}`].slice(-6) };
    case "gave_up":
      return { ...gesture, outcome: "gave_up", settledAt: at };
    case "settled": {
      const settled = { ...gesture, settledAt: at, route: step.route };
      if (step.reply.kind === "signed_out") return { ...settled, outcome: "unconfirmed" };
      return { ...settled, outcome: step.reply.kind, sentence: step.reply.sentence };
    }
  }
}

const DIRECT_PATH_NOTICE_MS = 2_000;
const BROKER_NOTICE_MS = 3_000;

/** How urgent a gesture without an answer has become. */
export type KillUrgency = "sent" | "direct_path" | "act_at_broker";

/** Returns what the page must say while nobody has answered; null once somebody has. */
export function urgencyOf(gesture: KillGesture, now: number): KillUrgency | null {
  if (gesture.outcome === "gave_up") return "act_at_broker";
  if (gesture.outcome !== "pending") return null;
  const waited = now - gesture.firedAt;
  if (waited >= BROKER_NOTICE_MS) return "act_at_broker";
  return waited >= DIRECT_PATH_NOTICE_MS ? "direct_path" : "sent";
}
