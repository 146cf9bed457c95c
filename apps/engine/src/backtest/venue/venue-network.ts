import type { RestReply } from "@interlock/alpaca/rest/rest-reply";

/** What the venue answers to one request: an HTTP status and a JSON body. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One request on its way. `carryOut` is called at most once, when it reaches the venue. */
export interface Outgoing {
  /** Called where it is under way for longer than anybody waits; without it, it never is. */
  readonly lingers?: () => void;
  /** It changes nothing: one question is many requests, each of which may fail. */
  readonly reads?: boolean;
  readonly carryOut: () => HttpAnswer;
  /** Its first byte leaves now. */
  readonly sent?: () => void;
  /** It will never reach the venue. */
  readonly lost?: () => void;
}

/** The process whose request it is: what a dead one asked goes on, and is answered to nobody. */
export interface Asker {
  readonly alive: boolean;
  /** Called right after a request has left. */
  left(): void;
}

/** How requests reach the pure venue: in a simulation through faults, in a backtest at once. */
export interface VenueNetwork {
  send(asker: Asker, request: Outgoing): Promise<RestReply>;
}

const HEADERS = new Headers();

/** Returns an answer as the adapter reads it. */
export function answeredReply({ status, body }: HttpAnswer): RestReply {
  const raw = body === null ? "" : JSON.stringify(body);
  return { kind: "answered", status, raw, headers: HEADERS };
}

/** A network on which nothing is lost and nothing takes time: the tape waits for every answer. */
export const INSTANT_NETWORK: VenueNetwork = {
  send: ({ left }, { sent, carryOut }) => {
    sent?.();
    left();
    return Promise.resolve(answeredReply(carryOut()));
  },
};
