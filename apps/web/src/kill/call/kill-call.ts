import type { KillMode } from "@interlock/api/view/kill-view";

/**
 * The emergency call, apart from everything else: no live store, no tRPC client, no batch, no session
 * needed. The engine
 * is asked first and has one second; then the watchdog; then both in turn, always with the same command id, so that
 * repeating has no second effect. Nothing here knows React.
 */

export interface KillOrder {
  /** Made once per gesture. */
  readonly commandId: string;
  readonly mode: KillMode;
  readonly reason: string;
  readonly includeStops: boolean;
  /** What to stop; absent: everything. */
  readonly scope?: KillPart | undefined;
  /** A rehearsal. */
  readonly drill?: true | undefined;
  /** The edge's word that a passkey was used for a flatten without a session; sent beside the order, never in it. */
  readonly tap?: string | undefined;
}

/** A part of the account that can be killed by itself. */
export type KillPart =
  | { readonly kind: "strategy"; readonly strategyId: string }
  | { readonly kind: "symbol"; readonly symbol: string };

/** What one attempt brought. */
export type KillReply =
  | { readonly kind: "accepted"; readonly sentence: string }
  | { readonly kind: "refused"; readonly sentence: string }
  /** The session has ended; the watchdog still knows this browser by its kill token. */
  | { readonly kind: "signed_out"; readonly why: string }
  | { readonly kind: "no_answer"; readonly why: string };

export type KillRoute = "engine" | "watchdog";

export type KillProgress =
  | { readonly kind: "trying"; readonly route: KillRoute; readonly attempt: number }
  | { readonly kind: "missed"; readonly route: KillRoute; readonly why: string }
  | { readonly kind: "settled"; readonly route: KillRoute; readonly reply: FinalReply }
  | { readonly kind: "gave_up" };

export interface KillPorts {
  readonly ask: (route: KillRoute, order: KillOrder, timeoutMs: number) => Promise<KillReply>;
  readonly pause: (ms: number) => Promise<void>;
}

const TIMEOUT_MS: Readonly<Record<KillRoute, number>> = { engine: 1_000, watchdog: 2_000 };
const ROUNDS = 10;
const BETWEEN_ROUNDS_MS = 1_000;

/**
 * Sends a kill until somebody has taken it or refused it, and tells each step. Never throws. Without a session halt and
 * cancel go on to the watchdog; a flatten, which trades, needs one tap of a passkey first.
 */
export async function callKill(
  order: KillOrder,
  ports: KillPorts,
  tell: (progress: KillProgress) => void,
): Promise<void> {
  for (let attempt = 1; attempt <= ROUNDS; attempt++) {
    for (const route of ["engine", "watchdog"] as const) {
      tell({ kind: "trying", route, attempt });
      const reply = await ports.ask(route, order, TIMEOUT_MS[route]);
      if (isFinal(reply, order)) return tell({ kind: "settled", route, reply });
      tell({ kind: "missed", route, why: reply.why });
    }
    await ports.pause(BETWEEN_ROUNDS_MS);
  }
  tell({ kind: "gave_up" });
}

/** An answer that no other route may change. */
type FinalReply = Exclude<KillReply, { readonly kind: "no_answer" }>;

function isFinal(reply: KillReply, order: KillOrder): reply is FinalReply {
  if (reply.kind === "signed_out") return order.mode === "flatten" && order.tap === undefined;
  return reply.kind !== "no_answer";
}
