import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { assertion } from "@interlock/api/people/ceremony";
import type { SignInWay } from "@interlock/api/people/people-view";
import { Invitations } from "../people/invitations.ts";
import { SPENT } from "../people/take-up-invitation.ts";
import type { DeviceDesk } from "../device/device-desk.ts";
import type { SessionEnds } from "../session-ends.ts";
import type { WhereOf } from "../whereabouts.ts";
import type { FlattenTaps } from "./flatten-taps.ts";
import type { SignInDesk, SignInOutcome } from "./sign-in-desk.ts";
import type { DatabasePool } from "@interlock/db/create-pool";

/** What the endpoints of signing in work with. */
export interface SignInPluginParts {
  readonly desk: SignInDesk;
  readonly taps: FlattenTaps;
  readonly devices: DeviceDesk;
  readonly pool: DatabasePool;
  readonly ends: SessionEnds;
  readonly whereOf: WhereOf;
}

/** What an endpoint of ours needs of better-auth's context. */
type EndpointContext = Parameters<typeof setSessionCookie>[0];

const text = z.string().min(1).max(1_024);
const passwordBody = z.object({
  email: z.string().min(1).max(200),
  password: text,
  code: z.string().max(40).optional(),
});
const linkBody = z.object({ token: z.string().min(1).max(200) });
const joinBody = linkBody.extend({ name: z.string().trim().min(1).max(80), password: text });
const passkeyBody = z.object({ challengeId: z.string().min(1).max(128), response: assertion });

const deviceBody = z.object({ client: z.string().trim().min(1).max(120) });
const secretBody = z.object({ secret: z.string().min(1).max(200) });

/**
 * Our ways to sign in, as endpoints of better-auth, which keeps the sessions and their cookies. Each sign-in makes a
 * new session and ends the one that the browser came with: an id that somebody planted there is worth nothing.
 */
export function signInPlugin(parts: SignInPluginParts) {
  const { desk, pool, whereOf, taps, devices } = parts;
  const post = { method: "POST", requireRequest: true } as const;
  return {
    id: "interlock-sign-in",
    endpoints: {
      signInPassword: createAuthEndpoint(
        "/sign-in/password",
        { ...post, body: passwordBody },
        async (ctx) => enter(parts, ctx, await desk.password(ctx.body, whereOf(ctx.headers))),
      ),
      signInLink: createAuthEndpoint("/sign-in/link", { ...post, body: linkBody }, async (ctx) =>
        enter(parts, ctx, await desk.link(ctx.body.token, whereOf(ctx.headers))),
      ),
      beginPasskeySignIn: createAuthEndpoint("/sign-in/passkey/begin", post, async (ctx) => {
        return ctx.json(orTooOften(await desk.beginPasskey(whereOf(ctx.headers))));
      }),
      finishPasskeySignIn: createAuthEndpoint(
        "/sign-in/passkey/finish",
        { ...post, body: passkeyBody },
        async (ctx) => enter(parts, ctx, await desk.finishPasskey(ctx.body, whereOf(ctx.headers))),
      ),
      beginDevice: createAuthEndpoint("/device/begin", { ...post, body: deviceBody }, async (ctx) =>
        ctx.json(orTooOften(devices.begin(ctx.body.client, whereOf(ctx.headers)))),
      ),
      finishDevice: createAuthEndpoint(
        "/device/finish",
        { ...post, body: secretBody },
        async (ctx) => {
          const entry = devices.finish(ctx.body.secret);
          return entry.kind === "waiting"
            ? ctx.json({ signedIn: false, needs: "allowing" })
            : enter(parts, ctx, entry);
        },
      ),
      beginFlatten: createAuthEndpoint("/flatten/begin", post, async (ctx) => {
        const begun = await taps.begin(ctx.headers?.get("cookie") ?? "");
        if (begun.ok) return ctx.json(begun.value);
        throw new APIError("FORBIDDEN", { message: begun.error });
      }),
      finishFlatten: createAuthEndpoint(
        "/flatten/finish",
        { ...post, body: passkeyBody },
        async (ctx) => {
          const tapped = await taps.finish(ctx.body, {
            cookies: ctx.headers?.get("cookie") ?? "",
            from: whereOf(ctx.headers),
          });
          if (tapped.ok) return ctx.json({ tap: tapped.value });
          throw new APIError("FORBIDDEN", { message: tapped.error });
        },
      ),
      findInvitation: createAuthEndpoint("/join/find", { ...post, body: linkBody }, async (ctx) => {
        const invitation = await new Invitations(pool).find(ctx.body.token);
        if (invitation === null) throw new APIError("GONE", { message: SPENT });
        const { email, name, role, invitedBy, expiresAt } = invitation;
        return ctx.json({ email, name, role, invitedBy, expiresAt });
      }),
      join: createAuthEndpoint("/join", { ...post, body: joinBody }, async (ctx) =>
        enter(parts, ctx, await desk.join(ctx.body, whereOf(ctx.headers))),
      ),
    },
  } satisfies BetterAuthPlugin;
}

function orTooOften<T>(begun: T | null): T {
  if (begun !== null) return begun;
  throw new APIError("TOO_MANY_REQUESTS", { message: "Too many attempts: wait a minute." });
}

async function enter(
  { desk, ends, whereOf }: SignInPluginParts,
  ctx: EndpointContext,
  outcome: SignInOutcome,
) {
  switch (outcome.kind) {
    case "needs_code":
      return ctx.json({ signedIn: false, needs: "code" as const });
    case "refused":
      throw new APIError("FORBIDDEN", { message: outcome.sentence });
    case "throttled":
      throw new APIError("TOO_MANY_REQUESTS", { message: outcome.sentence });
    case "signed_in": {
      await endFormer(ctx, ends);
      const session = await openSession(ctx, outcome);
      await desk.noteSignIn(outcome, { ...whereOf(ctx.headers), session });
      return ctx.json({ signedIn: true, way: outcome.way });
    }
  }
}

/** The session that the browser came with is over, whoever's it was. */
async function endFormer(ctx: EndpointContext, ends: SessionEnds): Promise<void> {
  const { authCookies, secret, internalAdapter } = ctx.context;
  const token = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
  if (typeof token !== "string" || token === "") return;
  const former = await internalAdapter.findSession(token);
  if (former === null) return;
  await internalAdapter.deleteSession(token);
  ends.end([former.session.id]);
}

async function openSession(
  ctx: EndpointContext,
  { userId, way }: { readonly userId: string; readonly way: SignInWay },
): Promise<string> {
  const { internalAdapter } = ctx.context;
  const session = await internalAdapter.createSession(userId, false, { way });
  const user = await internalAdapter.findUserById(userId);
  if (user === null) throw new APIError("INTERNAL_SERVER_ERROR", { message: "Nobody signed in." });
  await setSessionCookie(ctx, { session, user });
  return session.id;
}
