import { createHash } from "node:crypto";
import { type AlpacaEnvironment, keyClass } from "@interlock/alpaca/environment";

const SHORT = 12;

/** Names the venue key in use without showing it: the beginning of its id's hash, and its class by the prefix. */
export function describeVenueKey({ credentials }: AlpacaEnvironment) {
  const hash = createHash("sha256").update(credentials.keyId).digest("hex");
  return { fingerprint: hash.slice(0, SHORT), keyClass: keyClass(credentials.keyId) };
}
