import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment } from "./env.ts";

/**
 * The page's content policy: scripts and style sheets only of this origin and with the nonce of this answer. Style
 * attributes are allowed: charts and popovers place themselves with them, and they run nothing.
 */
function contentPolicy(nonce: string, secureHost: boolean): string {
  const development = isDevelopment();
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secureHost ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** Gives every page its own nonce. Whether somebody may see a page is asked where it is rendered, never here. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentPolicy(nonce, request.nextUrl.protocol === "https:");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [{ source: "/((?!_next/static|_next/image|icon.svg).*)" }],
};
