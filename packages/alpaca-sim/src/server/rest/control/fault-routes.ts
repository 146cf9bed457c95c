import { Hono } from "hono";
import type { z } from "zod";
import { faultNames, FAULTS, isFaultName } from "../../faults/faults.ts";
import { restRule } from "../../faults/rest-rules.ts";
import { updateRule } from "../../faults/update-rules.ts";
import { streamAction, type StreamControl } from "../../faults/stream-control.ts";
import type { RestContext, RestEnv, RestRequest } from "../rest-context.ts";

/**
 * Faults over /sim: named ones at /sim/faults, scripted ones at /sim/faults/rest and /sim/faults/updates, what streams
 * do at /sim/streams. Documented in README.md.
 */
export function faultRoutes(context: RestContext, streams: StreamControl): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const { faults } = context;
  routes.get("/sim/faults", (request) => request.json(faults.list()));
  routes.post("/sim/faults", (request) => setFaults(context, streams, request));
  routes.delete("/sim/faults", (request) => {
    faults.clear();
    faults.rest.clear();
    streams.clear();
    context.reports.clearRules();
    return request.json(faults.list());
  });
  routes.get("/sim/faults/rest", (request) => request.json(faults.rest.list()));
  routes.post("/sim/faults/rest", (request) =>
    addRules(request, restRule, (rule) => faults.rest.add(rule)),
  );
  routes.delete("/sim/faults/rest", (request) => {
    faults.rest.clear();
    return request.json([]);
  });
  routes.get("/sim/faults/updates", (request) => request.json(context.reports.rules.list()));
  routes.post("/sim/faults/updates", (request) =>
    addRules(request, updateRule, (rule) => context.reports.rules.add(rule)),
  );
  routes.delete("/sim/faults/updates", (request) => {
    context.reports.clearRules();
    return request.json([]);
  });
  routes.get("/sim/streams", (request) => request.json(streams.list()));
  routes.post("/sim/streams", (request) => actOnStreams(streams, request));
  return routes;
}

/** Reads a JSON body; undefined for what is none. */
export async function readJson(request: RestRequest): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await request.req.text());
    return value;
  } catch {
    return undefined;
  }
}

/** Says in one sentence what is wrong with a body, and what it must be. */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  const message = (issue?.message ?? "is not known")
    .replace(/^Invalid (discriminator value\. E|option: e)xpected (one of )?/, "must be one of ")
    .replace(/^Invalid (input|string): /, "");
  return `${path === "" ? "the body" : path}: ${message}`;
}

/** One rule or a list of them; on a fault none is added. */
async function addRules<T>(
  request: RestRequest,
  schema: z.ZodType<T>,
  add: (rule: T) => void,
): Promise<Response> {
  const body = await readJson(request);
  const one = schema.transform((rule) => [rule]);
  const rules = (Array.isArray(body) ? schema.array() : one).safeParse(body);
  if (!rules.success) return request.json({ message: faultOf(rules.error) }, 422);
  for (const rule of rules.data) add(rule);
  return request.json({ added: rules.data.length });
}

async function actOnStreams(streams: StreamControl, request: RestRequest): Promise<Response> {
  const action = streamAction.safeParse(await readJson(request));
  if (!action.success) return request.json({ message: faultOf(action.error) }, 422);
  const fault = streams.act(action.data);
  return fault === null ? request.json(streams.list()) : request.json({ message: fault }, 422);
}

async function setFaults(
  context: RestContext,
  streams: StreamControl,
  request: RestRequest,
): Promise<Response> {
  const body = await readJson(request);
  if (!isSetting(body)) {
    return request.json({ message: 'the body must be JSON such as {"dropUpdates": 1}' }, 422);
  }
  const wrong = Object.entries(body).flatMap(([name, value]) => complaintOf(name, value) ?? []);
  if (wrong.length > 0) return request.json({ message: wrong.join("; ") }, 422);
  const wanted = faultNames().filter((name) => name in body);
  for (const [name, value] of wanted.map((fault) => [fault, Number(body[fault])] as const)) {
    if (name === "killSockets") {
      if (value !== 0) streams.act({ do: "cut" });
      continue;
    }
    context.faults.set(name, value);
    if (name === "muteStreams") streams.act({ do: "mute", on: value !== 0 });
    if (name === "refuseStreams") streams.act({ do: "refuse", on: value !== 0 });
  }
  return request.json(context.faults.list());
}

function isSetting(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null && !Array.isArray(body);
}

/** Says what is wrong with one setting; null where it is in order. A count of one may be written as true. */
function complaintOf(name: string, value: unknown): string | null {
  if (!isFaultName(name)) return `"${name}" is no fault; known are ${faultNames().join(", ")}`;
  const { kind } = FAULTS[name];
  if (typeof value === "boolean" || value === 0 || value === 1) return null;
  if (kind === "switch" || kind === "action") return `${name} must be true or false`;
  const isWhole = typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
  return isWhole ? null : `${name} must be a whole number of at least 0`;
}
