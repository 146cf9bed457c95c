import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { VenueServerOptions } from "./venue-server-options.ts";

/** How long a request may take to arrive: the tape waits for it. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Returns the HTTP server of a venue: with TLS where it has a certificate. Throws when its files cannot be read. */
export function createListener({ tlsCert, tlsKey }: VenueServerOptions): Server {
  const usual = { requestTimeout: REQUEST_TIMEOUT_MS };
  if (tlsCert === null || tlsKey === null) return createServer(usual);
  return createTlsServer({
    ...usual,
    cert: read("--tls-cert", tlsCert),
    key: read("--tls-key", tlsKey),
  });
}

function read(flag: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new Error(`${flag} is "${file}"; allowed is a readable PEM file`);
  }
}
