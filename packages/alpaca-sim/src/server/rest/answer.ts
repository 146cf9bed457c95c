import type { z } from "zod";
import type { Outcome } from "../../venue/outcome.ts";
import { granted, refused } from "../../venue/outcome.ts";
import { malformed, type VenueError } from "../../venue/venue-error.ts";
import type { Handled } from "../desk.ts";
import type { RestRequest } from "./rest-context.ts";

const MOST_BODY_BYTES = 1024 * 1024;

/** Answers with a refusal: its status, and a body of code, message and further fields. */
export function refuse(request: RestRequest, error: VenueError): Response {
  return request.json(errorBody(error), error.status);
}

/** Returns the body of a refusal. */
export function errorBody(error: VenueError): Record<string, unknown> {
  const code = error.code === null ? {} : { code: error.code };
  return { ...code, message: error.message, ...error.details };
}

/** Notes the reports that follow from a command and returns its answer. */
export function carried(request: RestRequest, handled: Handled): Handled["reply"] {
  request.get("events").push(...handled.events);
  return handled.reply;
}

/** Reads a JSON body, whatever the content type says. */
export async function readBody<T>(request: RestRequest, schema: z.ZodType<T>): Promise<Outcome<T>> {
  const text = await request.req.text();
  if (text.length > MOST_BODY_BYTES) return refused(badRequest("request body is too large"));
  const value = parse(text);
  if (value === undefined) return refused(badRequest("request body format is invalid"));
  const body = schema.safeParse(value);
  if (body.success) return granted(body.data);
  const path = body.error.issues[0]?.path.join(".") ?? "";
  return refused(malformed(path === "" ? "invalid request body" : `invalid ${path}`));
}

function parse(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A request that cannot be read at all. */
function badRequest(message: string): VenueError {
  return { status: 400, code: 40010000, message, details: {} };
}
