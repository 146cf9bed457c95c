/**
 * What a stream tells its owner besides data. Data may be missing from the moment of "down" to the "gap" that follows
 * the next "ready": whoever keeps books compares them with the venue after every gap.
 */
export type StreamNotice =
  /** The socket is open. */
  | { readonly kind: "connected" }
  /** The venue took the key. */
  | { readonly kind: "authorized" }
  /** The venue confirmed everything that was subscribed; data flows. */
  | { readonly kind: "ready" }
  /** Messages may have been missed; follows "ready" after a reconnect, or comes alone when a frame was lost. */
  | { readonly kind: "gap"; readonly reason: string }
  /** No connection. It is tried again after `retryInMs`; null means that only a person can help. */
  | { readonly kind: "down"; readonly reason: string; readonly retryInMs: number | null }
  /** Something is wrong but the connection stands. A sentence with what to do. */
  | { readonly kind: "trouble"; readonly sentence: string };

/** Where a stream stands. */
export type StreamState =
  | "stopped"
  | "connecting"
  | "connected"
  | "authorized"
  | "ready"
  | "waiting"
  | "failed";
