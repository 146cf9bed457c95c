import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Whereabouts } from "@interlock/api/actor";
import type { ActOrigin } from "../../records/person-record.ts";

const LOOPBACKS: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const DEVICE_LENGTH_MAX = 300;

/** Reads from the headers of a sign-in where it comes from. */
export type WhereOf = (headers: Headers | undefined) => ActOrigin;

/**
 * Where a request came from. Only the console's server, on this machine, is believed when it says for whom it asks: it
 * drops what a client claims, and names the address that it saw itself, or that a proxy did which it is told to trust.
 */
export function whereaboutsOf(request: IncomingMessage): Omit<Whereabouts, "id"> {
  const device = request.headers["user-agent"]?.slice(0, DEVICE_LENGTH_MAX) ?? null;
  return { ip: addressOf(request), device };
}

/**
 * Names the sender's address in the one header that better-auth reads, whatever a client claimed there. To be called
 * before a request is handed to it.
 */
export function nameSender(request: IncomingMessage): void {
  const address = addressOf(request);
  if (address === null) delete request.headers["x-forwarded-for"];
  else request.headers["x-forwarded-for"] = address;
}

/** The same for what was handed to better-auth. */
export const whereOf: WhereOf = (headers) => {
  const ip = headers?.get("x-forwarded-for");
  const device = headers?.get("user-agent")?.slice(0, DEVICE_LENGTH_MAX);
  return { ...(ip == null ? {} : { ip }), ...(device == null ? {} : { device }) };
};

function addressOf(request: IncomingMessage): string | null {
  const peer = request.socket.remoteAddress ?? null;
  const forwarded = request.headers["x-forwarded-for"];
  if (peer !== null && !LOOPBACKS.has(peer)) return peer;
  const last =
    String(forwarded ?? "")
      .split(",")
      .at(-1)
      ?.trim() ?? "";
  return isIP(last) === 0 ? peer : last;
}
