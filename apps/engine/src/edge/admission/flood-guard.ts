import type { WebSocket } from "ws";
import { RateLimit } from "./rate-limit.ts";

/** A client of ours says a few words when it opens a socket, and answers pings, which do not count. */
const MESSAGES = { burst: 30, perSecond: 3 };
const POLICY_VIOLATION = 1008;
/** Time for the reason to reach the client. */
const FAREWELL_MS = 1_000;

/** Closes a socket whose client says more than any client of ours: 30 messages at once, 3 a second. */
export function closeOnFlood(socket: WebSocket): void {
  const limit = new RateLimit(MESSAGES);
  socket.on("message", () => {
    if (limit.take("") === 0) return;
    socket.close(POLICY_VIOLATION, "too many messages: this client only listens");
    // Nothing more is read of it, not even its consent to the end.
    socket.pause();
    setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
  });
}
