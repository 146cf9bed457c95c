import type { IncomingHttpHeaders } from "node:http";

const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * Tells whether a request may have an effect: it must come from a page of this origin. A browser names the origin on
 * every post and upgrade; a program such as curl sends neither header and is judged by its credentials alone.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site") return false;
  const origin = headers.origin;
  if (origin === undefined) return true;
  return originHost(origin) === headers.host;
}

/** Tells whether a method is free of effects by definition. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.includes(method);
}

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
