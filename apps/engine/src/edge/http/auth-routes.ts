import type { IncomingMessage, ServerResponse } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import type { Actor } from "@interlock/api/actor";
import { readBody } from "../admission/read-body.ts";
import { refusalOfCall } from "../admission/refusal.ts";
import type { Exchange } from "../auth/kill-cookie.ts";
import type { PeopleHouse } from "../auth/open-people.ts";
import { noteOf } from "../auth/person-notes.ts";
import { nameSender } from "../auth/whereabouts.ts";
import { type Route, sendJson } from "./router.ts";

/** The parts of better-auth that are served. It has many more, which would change people without a record. */
const SERVED = [
  "/sign-in/password",
  "/sign-in/link",
  "/sign-in/passkey/begin",
  "/sign-in/passkey/finish",
  "/join",
  "/join/find",
  "/device/begin",
  "/device/finish",
  "/flatten/begin",
  "/flatten/finish",
] as const;

/** Signing in, joining and signing out: each a POST of JSON, as the API's own commands are. */
export function authRoutes(house: PeopleHouse): Route[] {
  return [
    ...SERVED.map((path) => ({
      path: `/api/auth${path}`,
      handler: (request: IncomingMessage, response: ServerResponse) =>
        withBody(request, response, (body) => handOver(house, { request, response }, body)),
    })),
    {
      path: "/api/auth/sign-out",
      handler: (request, response) =>
        withBody(request, response, async (body) => {
          await signOut(house, request);
          await handOver(house, { request, response }, body);
        }),
    },
  ];
}

/**
 * Ends the session of whoever asks. The database forgets it first: where that fails nothing else was done, the failure
 * is the answer, and nobody takes a session for ended that goes on.
 */
async function signOut(house: PeopleHouse, request: IncomingMessage): Promise<void> {
  const actor = await house.sessions.identify(request);
  if (actor !== null) await house.sessionBook.end({ userId: actor.userId, only: actor.session.id });
  house.killCookie.void(request, actor);
  house.sessions.forget(request);
  if (actor === null) return;
  house.ends.end([actor.session.id]);
  house.note(noteOf(actor, "signed_out"));
}

/** Does something with the body of a request that is a POST as these are sent; refuses any other. */
async function withBody(
  request: IncomingMessage,
  response: ServerResponse,
  act: (body: string) => Promise<void>,
): Promise<void> {
  const unfit = request.method === "POST" ? refusalOfCall(request) : NOT_A_POST;
  if (unfit !== null) return sendJson(response, unfit.status, { message: unfit.sentence });
  const body = await readBody(request);
  if (typeof body !== "string") return sendJson(response, body.status, { message: body.sentence });
  await act(body);
}

/** Hands a request to better-auth, and its answer back. */
async function handOver(
  { auth }: PeopleHouse,
  { request, response }: Exchange,
  body: string,
): Promise<void> {
  nameSender(request);
  const { origin } = new URL(auth.options.baseURL);
  const answer = await auth.handler(
    new Request(new URL(request.url ?? "/", origin), {
      method: "POST",
      headers: fromNodeHeaders(request.headers),
      body: body === "" ? "{}" : body,
    }),
  );
  answer.headers.forEach((value, name) => {
    if (name !== "set-cookie") response.setHeader(name, value);
  });
  response.setHeader("set-cookie", answer.headers.getSetCookie());
  response.setHeader("cache-control", "no-store");
  response.writeHead(answer.status).end(await answer.text());
}

const NOT_A_POST = { status: 405, sentence: "signing in and out is sent with POST" } as const;

/** Who asks, or null where nobody can say: then the console goes on by polling and by its kill token. */
export async function identifyOrNull(
  { sessions }: Pick<PeopleHouse, "sessions">,
  request: IncomingMessage,
): Promise<Actor | null> {
  try {
    return await sessions.identify(request);
  } catch {
    return null;
  }
}
