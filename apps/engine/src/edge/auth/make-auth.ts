import type { DatabasePool } from "@interlock/db/create-pool";
import { betterAuth } from "better-auth";
import { SESSION_LIFE_MS } from "./session-rules.ts";
import { type SignInPluginParts, signInPlugin } from "./sign-in/sign-in-plugin.ts";

/** What signing in needs. */
export interface AuthOptions extends SignInPluginParts {
  /** A pool whose search path is the schema `identity`. */
  readonly pool: DatabasePool;
  readonly secret: string;
  /** Where people reach the console; cookies are bound to it. */
  readonly consoleUrl: string;
}

/**
 * The name of the session's cookie. Over https it may be set by no other host and for no other path; a browser that
 * talks to its own machine without https cannot be asked for that.
 */
function sessionCookieName(consoleUrl: string): string {
  return `${consoleUrl.startsWith("https:") ? "__Host-" : ""}interlock.session_token`;
}

/** Sessions in Postgres, our own ways to sign in, roles that only the server sets. */
export function makeAuth({ secret, consoleUrl, ...parts }: AuthOptions) {
  const secure = consoleUrl.startsWith("https:");
  return betterAuth({
    database: parts.pool,
    secret,
    baseURL: consoleUrl,
    basePath: "/api/auth",
    trustedOrigins: [consoleUrl],
    telemetry: { enabled: false },
    user: {
      additionalFields: {
        role: { type: "string", required: false, input: false, defaultValue: "viewer" },
        suspendedAt: { type: "date", required: false, input: false },
        raisedAloneBy: { type: "string", required: false, input: false },
      },
    },
    session: {
      expiresIn: SESSION_LIFE_MS / 1_000,
      // A session ends after its twelve hours however much it is used; idleness is our own column.
      disableSessionRefresh: true,
      additionalFields: {
        way: { type: "string", required: false, input: false },
        lastSeenAt: { type: "date", required: false, input: false },
      },
    },
    advanced: {
      useSecureCookies: false,
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: "strict", path: "/" },
      cookies: { session_token: { name: sessionCookieName(consoleUrl) } },
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
    },
    // Ours counts by address and account, and journals what it turns away.
    rateLimit: { enabled: false },
    plugins: [signInPlugin(parts)],
  });
}

/** The signing-in part of the edge. */
export type Auth = ReturnType<typeof makeAuth>;
