import type { DatabasePool } from "@interlock/db/create-pool";
import { betterAuth } from "better-auth";
import { magicLink } from "better-auth/plugins";

/** What signing in needs. */
export interface AuthOptions {
  /** A pool whose search path is the schema `identity`. */
  readonly pool: DatabasePool;
  readonly secret: string;
  /** Where people reach the console; cookies are bound to it. */
  readonly consoleUrl: string;
  /** Told of each one-time token that was made. */
  readonly onToken: (token: string) => void;
}

const LINK_LIFE_S = 15 * 60;
const SESSION_LIFE_S = 12 * 3600;
/** While Postgres is down a session known to the browser's signed cookie goes on for this long. */
const COOKIE_CACHE_S = 300;

/** Sessions in Postgres, one-time links instead of passwords, roles that only the server sets. */
export function makeAuth({ pool, secret, consoleUrl, onToken }: AuthOptions) {
  return betterAuth({
    database: pool,
    secret,
    baseURL: consoleUrl,
    basePath: "/api/auth",
    trustedOrigins: [consoleUrl],
    telemetry: { enabled: false },
    user: {
      additionalFields: {
        role: { type: "string", required: false, input: false, defaultValue: "viewer" },
      },
    },
    session: { expiresIn: SESSION_LIFE_S, cookieCache: { enabled: true, maxAge: COOKIE_CACHE_S } },
    advanced: { useSecureCookies: consoleUrl.startsWith("https:"), cookiePrefix: "interlock" },
    rateLimit: { enabled: true, window: 60, max: 60 },
    plugins: [
      magicLink({
        expiresIn: LINK_LIFE_S,
        disableSignUp: true,
        storeToken: "hashed",
        sendMagicLink: ({ token }) => onToken(token),
      }),
    ],
  });
}

/** The signing-in part of the edge. */
export type Auth = ReturnType<typeof makeAuth>;
