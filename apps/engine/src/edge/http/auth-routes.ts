import type { IncomingMessage, ServerResponse } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import type { Actor } from "@interlock/api/actor";
import { readBody } from "../admission/read-body.ts";
import { refusalOfCall } from "../admission/refusal.ts";
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
  "/flatten/begin",
  "/flatten/finish",
] as const;

/** Signing in, joining and signing out: each a POST of JSON, as the API's own commands are. */
export function authRoutes(house: PeopleHouse): Route[] {
  return [
    ...SERVED.map((path) => ({
      path: `/api/auth${path}`,
      handler: (request: IncomingMessage, response: ServerResponse) =>
        handOver(house, request, response),
    })),
    {
      path: "/api/auth/sign-out",
      handler: async (request, response) => {
        const actor = await identifyOrNull(house, request);
        house.killCookie.void(request, actor);
        house.sessions.forget(request);
        if (actor !== null) house.ends.end([actor.session.id]);
        await handOver(house, request, response);
        if (actor !== null) house.note(noteOf(actor, "signed_out"));
      },
    },
  ];
}

/** Hands a request to better-auth, and its answer back. */
async function handOver(
  { auth }: PeopleHouse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const unfit = request.method === "POST" ? refusalOfCall(request) : NOT_A_POST;
  if (unfit !== null) return sendJson(response, unfit.status, { message: unfit.sentence });
  const body = await readBody(request);
  if (typeof body !== "string") return sendJson(response, body.status, { message: body.sentence });
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
