import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type KillPolicy, refusalOfKill } from "@interlock/api/view/kill-roles";
import type { Role } from "@interlock/api/view/scalars";
import { fail, ok, type Result } from "@interlock/core/result";
import type { CommandActor } from "../../operator/operator-command.ts";
import { narrowScope } from "../../operator/control-socket-protocol.ts";
import type { KillDesks } from "../kill/kill-desks.ts";
import { scopeOfKey } from "../kill/kill-latch.ts";
import { FLATTEN_TAP_HEADER, isFlattenTap } from "../flatten-tap.ts";
import { killTokenIn, readKillToken, type KillTokenCheck } from "../kill-token.ts";
import { PLAIN_HEADERS, renderPlainPage, renderRefusal, renderTokenPage } from "./plain-page.ts";
import {
  BODY_BYTES_MAX,
  crossOriginHeaders,
  type GuardOptions,
  guardRequest,
  type KillHttpRequest,
  type KillHttpResponse,
} from "./request-guard.ts";

/** What the routes work with. */
export interface KillRoutesOptions extends GuardOptions {
  readonly desk: KillDesks;
  readonly consoleUrl: string;
  readonly tokens: Omit<KillTokenCheck, "now"> & {
    /** Tells whether a bearer is the standing kill token; absent where there is none. */
    readonly isStanding?: (bearer: string) => boolean;
  };
  /** Who may stop what. */
  readonly policy: KillPolicy;
  /** Names of the parts that the plain page offers to stop by themselves; absent: none. */
  readonly scopes?: readonly string[];
  /** What /health says of the engine. */
  readonly health: () => Readonly<Record<string, unknown>>;
}

/** How long an answer waits for the gate: the engine's second and a little. */
const GATE_WAIT_MS = 1_500;

const killBody = z.strictObject({
  commandId: z.string().min(1).max(128),
  mode: z.enum(["halt", "cancel", "flatten"]),
  reason: z.string().max(500).default(""),
  includeStops: z.boolean().default(false),
  /** What to stop; absent: everything. */
  scope: narrowScope.optional(),
  drill: z.boolean().optional(),
  /** Who acts, on the Unix socket only: the name of the user at the command line. */
  by: z.string().min(1).max(200).optional(),
});
type KillBody = z.infer<typeof killBody>;

const BODY_SENTENCE =
  'expected {"commandId": text, "mode": "halt" | "cancel" | "flatten", "reason": text, "includeStops": true | false, "scope": {"kind": "symbol", "symbol": ticker} | {"kind": "strategy", "strategyId": name}, "drill": true | false}; without a scope everything is stopped';

/** Answers one request. Never throws, never throttles. */
export async function answerKillRequest(
  request: KillHttpRequest,
  options: KillRoutesOptions,
): Promise<KillHttpResponse> {
  const guarded = guardRequest(request, options);
  const plain = request.path === "/kill/plain";
  if (!guarded.ok)
    return plain ? html(403, renderRefusal(guarded.error)) : json(403, { error: guarded.error });
  const cors = crossOriginHeaders(request, options);
  if (request.method === "OPTIONS") return { status: 204, headers: cors, body: "" };
  const answer = await route(request, options);
  return { ...answer, headers: { ...answer.headers, ...cors } };
}

function route(
  request: KillHttpRequest,
  options: KillRoutesOptions,
): Promise<KillHttpResponse> | KillHttpResponse {
  switch (`${request.method} ${request.path}`) {
    case "GET /health":
      return json(200, options.health());
    case "GET /kill":
      return showKill(request, options);
    case "POST /kill":
      return takeKill(request, options);
    case "GET /kill/plain":
      return showPlain(request, options);
    case "POST /kill/plain":
      return takePlain(request, options);
    default:
      return notServed(request);
  }
}

function notServed(request: KillHttpRequest): KillHttpResponse {
  const known = ["/kill", "/kill/plain", "/health"].includes(request.path);
  if (!known) return json(404, { error: "only /kill, /kill/plain and /health are served here" });
  return json(405, {
    error: `${request.method} is not served on ${request.path}: use GET or POST`,
  });
}

/** Who kills, in a role that is known. */
type Bearer = CommandActor & { readonly role: Role };

function bearer(request: KillHttpRequest, { tokens }: KillRoutesOptions): Result<Bearer> {
  if (request.trusted) return ok({ userId: "cli", name: "the command line", role: "owner" });
  const token = killTokenOf(request);
  if (token === undefined) return fail(NO_TOKEN);
  if (tokens.isStanding?.(token) === true) return ok(STANDING_BEARER);
  const claims = readKillToken(token, { ...tokens, now: Date.now() });
  if (!claims.ok) return claims;
  const { userId, name, role } = claims.value;
  return ok({ userId, name, role });
}

/**
 * Why the bearer of a kill token may not flatten now: the session it was given in has run out, and no passkey was used.
 * They may halt and cancel. The standing token and the Unix socket are other credentials.
 */
function refusalOfTrading(
  mode: KillBody["mode"],
  request: KillHttpRequest,
  { tokens }: KillRoutesOptions,
): string | null {
  if (mode !== "flatten") return null;
  const token = killTokenOf(request);
  if (request.trusted || token === undefined || tokens.isStanding?.(token) === true) return null;
  const now = Date.now();
  const claims = readKillToken(token, { ...tokens, now });
  if (!claims.ok || (claims.value.sessionUntil ?? 0) > now) return null;
  const { userId } = claims.value;
  const tap = request.headers[FLATTEN_TAP_HEADER];
  return isFlattenTap(tap, { userId, key: tokens.key, now }) ? null : NEEDS_TAP;
}

/** The token that a request brings, in a header or as a cookie. */
function killTokenOf({ headers }: KillHttpRequest): string | undefined {
  const given = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  return given ?? killTokenIn(headers.cookie ?? "");
}

const NEEDS_TAP =
  "The session has run out, and flattening trades: use your passkey or sign in. Halt and cancel work now, and ./interlock kill --mode flatten on the engine's machine needs neither.";

const NO_TOKEN =
  "a kill token is needed: sign in to the console to get one, send the standing one as a bearer (docs/cli.md), or run ./interlock kill on the engine's machine, which needs none";

/** Whoever holds the standing kill token: it names nobody, and opens nothing but this switch. */
const STANDING_BEARER: Bearer = {
  userId: "kill-token",
  name: "the holder of the kill token",
  role: "risk",
};

function showKill(request: KillHttpRequest, options: KillRoutesOptions): KillHttpResponse {
  const actor = bearer(request, options);
  if (!actor.ok) return json(401, { error: actor.error });
  return json(200, { kill: options.desk.report(), parts: options.desk.parts() });
}

async function takeKill(
  request: KillHttpRequest,
  options: KillRoutesOptions,
): Promise<KillHttpResponse> {
  const actor = bearer(request, options);
  if (!actor.ok) return json(401, { error: actor.error });
  const unfit = refusalOfBody(request);
  if (unfit !== null) return unfit;
  const body = parseBody(request.body);
  if (!body.ok) return json(400, { error: body.error });
  const { by, ...kill } = body.value;
  const denied =
    refusalOfKill(actor.value.role, kill.mode, options.policy) ??
    refusalOfTrading(kill.mode, request, options);
  if (denied !== null) return json(403, { error: denied });
  const named = request.trusted && by !== undefined ? { ...actor.value, name: by } : actor.value;
  const via = request.trusted
    ? "cli"
    : request.headers.origin === options.consoleUrl
      ? "console"
      : "watchdog";
  const asked = { ...kill, by: named, via, trigger: "operator" } as const;
  const refusal = options.desk.refusalOfDrill(asked);
  if (refusal !== null) return json(409, { error: refusal });
  const first = options.desk.request(asked);
  return json(200, { kill: (await options.desk.gateClosed(asked, GATE_WAIT_MS)) ?? first });
}

function refusalOfBody({ headers, body }: KillHttpRequest): KillHttpResponse | null {
  const type = headers["content-type"] ?? "";
  if (!/^application\/json\b/.test(type)) {
    return json(415, {
      error: `content type "${type.slice(0, 80)}" is not taken: send application/json`,
    });
  }
  if (body.length <= BODY_BYTES_MAX) return null;
  return json(413, { error: `the body is longer than ${BODY_BYTES_MAX} bytes` });
}

function parseBody(body: Buffer): Result<KillBody> {
  try {
    const parsed = killBody.safeParse(JSON.parse(body.toString("utf8")));
    return parsed.success ? ok(parsed.data) : fail(BODY_SENTENCE);
  } catch {
    return fail(`the body is not JSON: ${BODY_SENTENCE}`);
  }
}

/** A stranger is shown the field for a token, and nothing of the account. */
function showPlain(request: KillHttpRequest, options: KillRoutesOptions): KillHttpResponse {
  const actor = bearer(request, options);
  if (actor.ok) return html(200, plainPage(options, actor.value, { error: "", byToken: false }));
  const error = killTokenOf(request) === undefined ? "" : upperFirst(`${actor.error}.`);
  return html(200, renderTokenPage(randomUUID(), error));
}

interface PlainNote {
  readonly error: string;
  /** True where the form brought the token. */
  readonly byToken: boolean;
}

function plainPage(options: KillRoutesOptions, { name }: CommandActor, note: PlainNote): string {
  const { desk, scopes = [] } = options;
  const shown = { report: desk.report(), parts: desk.parts(), scopes };
  return renderPlainPage({ ...shown, commandId: randomUUID(), bearer: name, ...note });
}

const WRONG_TOKEN =
  "Nothing was done: this is not the kill token of this machine. Type the one of INTERLOCK_KILL_TOKEN or keys/kill-token.";

/** The form's token, where it has one, in the place of a bearer's: it goes before a cookie, which may be too old. */
function withTypedToken(request: KillHttpRequest, typed: string): KillHttpRequest {
  if (typed === "") return request;
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${typed}` } };
}

function takePlain(
  request: KillHttpRequest,
  options: KillRoutesOptions,
): Promise<KillHttpResponse> | KillHttpResponse {
  const form = new URLSearchParams(request.body.subarray(0, BODY_BYTES_MAX).toString("utf8"));
  const typed = (form.get("token") ?? "").trim();
  const shown = withTypedToken(request, typed);
  const actor = bearer(shown, options);
  if (!actor.ok) {
    const untyped = killTokenOf(request) === undefined ? "type the kill token" : actor.error;
    const error = typed === "" ? `Nothing was done: ${untyped}.` : WRONG_TOKEN;
    return html(401, renderTokenPage(randomUUID(), error));
  }
  const asker = { request: shown, form, actor: actor.value, byToken: typed !== "" };
  if (form.get("look") === "yes") return plainAnswer(200, asker, { options, error: "" });
  return killByForm(asker, options);
}

/** Somebody who may use the form, with what they sent. */
interface PlainAsker {
  readonly request: KillHttpRequest;
  readonly form: URLSearchParams;
  readonly actor: Bearer;
  readonly byToken: boolean;
}

function plainAnswer(
  status: number,
  { actor, byToken }: PlainAsker,
  { options, error }: { readonly options: KillRoutesOptions; readonly error: string },
): KillHttpResponse {
  return html(status, plainPage(options, actor, { error, byToken }));
}

async function killByForm(
  asker: PlainAsker,
  options: KillRoutesOptions,
): Promise<KillHttpResponse> {
  const { request, form, actor } = asker;
  const body = killBody.safeParse({
    commandId: form.get("commandId") ?? "",
    mode: form.get("mode"),
    reason: form.get("reason") ?? "",
    includeStops: form.get("includeStops") === "yes",
    ...scopeIn(form),
  });
  if (!body.success || form.get("sure") !== "yes") {
    const error = "Nothing was done: choose what to stop and tick “Yes, stop trading now”.";
    return plainAnswer(400, asker, { options, error });
  }
  const { by: _by, ...kill } = body.data;
  const denied =
    refusalOfKill(actor.role, kill.mode, options.policy) ??
    refusalOfTrading(kill.mode, request, options);
  if (denied !== null) return plainAnswer(403, asker, { options, error: denied });
  const asked = { ...kill, by: actor, via: "plain", trigger: "operator" } as const;
  options.desk.request(asked);
  await options.desk.gateClosed(asked, GATE_WAIT_MS);
  // Who has no session could not see the page that they would be led back to.
  if (asker.byToken) return plainAnswer(200, asker, { options, error: "" });
  return {
    status: 303,
    headers: { location: "/kill/plain", "cache-control": "no-store" },
    body: "",
  };
}

function upperFirst(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

/** A part that is named wrong is refused: nobody who wanted NVDA stopped gets everything, or nothing, instead. */
function scopeIn(form: URLSearchParams): { readonly scope?: unknown } {
  const key = form.get("scope") ?? "all";
  return key === "all" ? {} : { scope: scopeOfKey(key) };
}

function json(status: number, value: unknown): KillHttpResponse {
  const headers = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  return { status, headers, body: JSON.stringify(value) };
}

function html(status: number, body: string): KillHttpResponse {
  return { status, headers: PLAIN_HEADERS, body };
}
