import type { IncomingMessage } from "node:http";
import { PERMISSIONS } from "@interlock/api/permissions";

/** Every console and program of ours says its name in this header; a form or an image of another page cannot. */
const CLIENT_HEADER = "x-interlock-client";

/** Why a request is not let in: the status to answer with, and a sentence. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 413 | 415;
  readonly sentence: string;
}

/**
 * Whether a request may come in at all, before anybody asks who sends it. A browser names the page that sends a
 * request; one from another origin is refused, whatever cookie it carries. A request without an origin is no browser's.
 */
export function refusalOf(
  request: IncomingMessage,
  allowedOrigins: readonly string[],
): string | null {
  const { origin } = request.headers;
  if (!(request.url ?? "/").startsWith("/")) return "requests name a path here, never a host";
  if (origin !== undefined && !allowedOrigins.includes(origin)) {
    return `requests from ${origin} are not allowed here: open the console at ${allowedOrigins[0] ?? "its own address"}`;
  }
  const site = request.headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site")
    return "requests from other sites are not allowed here";
  return null;
}

const BY_GET: Refusal = {
  status: 405,
  sentence: "a command is sent with POST: no address alone has an effect",
};

/** Whether an address calls a procedure that changes something, alone or in a batch. */
export function namesCommand(url: string): boolean {
  const path = url.split("?", 1)[0] ?? "/";
  if (!path.startsWith("/trpc/")) return false;
  const names = path.slice("/trpc/".length).replaceAll(/%2c/gi, ",").split(",");
  return names.some((name) => COMMANDS.has(name.replaceAll(/%2e/gi, ".")));
}

const COMMANDS: ReadonlySet<string> = new Set(
  Object.entries(PERMISSIONS).flatMap(([path, { kind }]) => (kind === "mutation" ? [path] : [])),
);

/**
 * Whether a call of the API is one that a page of ours, or a program, can have made: asked with GET or sent with POST,
 * as JSON, and with the header that makes a browser ask this origin first. Null when it is.
 */
export function refusalOfCall({ method, headers, url = "/" }: IncomingMessage): Refusal | null {
  if (method === "GET" || method === "HEAD") return namesCommand(url) ? BY_GET : null;
  if (method !== "POST")
    return { status: 405, sentence: "the API is asked with GET, and told with POST" };
  if ((headers["content-type"] ?? "").split(";", 1)[0]?.trim() !== "application/json")
    return { status: 415, sentence: "commands are sent as application/json" };
  return refusalOfSender(headers);
}

/** A page of another site can neither say that it is ours nor add the header without asking this origin first. */
function refusalOfSender(headers: IncomingMessage["headers"]): Refusal | null {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin")
    return { status: 403, sentence: "commands are taken from a page of the console only" };
  if ((headers[CLIENT_HEADER] ?? "") === "")
    return {
      status: 403,
      sentence: `commands carry the header ${CLIENT_HEADER}: name your program`,
    };
  return null;
}
