import type { IncomingMessage } from "node:http";
import type { Whereabouts } from "@interlock/api/engine-port";

const LOOPBACKS: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const DEVICE_LENGTH_MAX = 300;

/**
 * Where a request came from. Only the console's server, on this machine, is believed when it says for whom it asks: it
 * drops what a client claims, and names the address that it saw itself last.
 */
export function whereaboutsOf(request: IncomingMessage): Omit<Whereabouts, "id"> {
  const device = request.headers["user-agent"]?.slice(0, DEVICE_LENGTH_MAX) ?? null;
  return { ip: addressOf(request), device };
}

function addressOf(request: IncomingMessage): string | null {
  const peer = request.socket.remoteAddress ?? null;
  const forwarded = request.headers["x-forwarded-for"];
  if (peer !== null && !LOOPBACKS.has(peer)) return peer;
  const last = String(forwarded ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  return last === undefined || last === "" ? peer : last.slice(0, 64);
}
