import { Hono } from "hono";
import type { z } from "zod";
import { faultNames, FAULTS, type FaultName, isFaultName } from "../../faults/faults.ts";
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

/** Says in one sentence what is wrong with a body. */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return `${path === "" ? "the body" : path}: ${issue?.message ?? "is not known"}`;
}

/** One rule or a list of them; on a fault none is added. */
async function addRules<T>(
  request: RestRequest,
  schema: z.ZodType<T>,
  add: (rule: T) => void,
): Promise<Response> {
  const body = await readJson(request);
  const rules = schema.array().safeParse(Array.isArray(body) ? body : [body]);
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
  const body = readFaults(await readJson(request));
  if (body === null) {
    const allowed = faultNames().map((name) => `${name} (${FAULTS[name].kind})`);
    const message = `the body must be JSON that sets faults among ${allowed.join(", ")} to whole numbers or booleans`;
    return request.json({ message }, 422);
  }
  for (const [name, value] of body) {
    if (name === "killSockets") {
      streams.act({ do: "cut" });
      continue;
    }
    context.faults.set(name, value);
    if (name === "muteStreams") streams.act({ do: "mute", on: value !== 0 });
    if (name === "refuseStreams") streams.act({ do: "refuse", on: value !== 0 });
  }
  return request.json(context.faults.list());
}

function readFaults(body: unknown): [FaultName, number][] | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const faults: [FaultName, number][] = [];
  const entries: [string, unknown][] = Object.entries(body);
  for (const [name, value] of entries) {
    const number = typeof value === "boolean" ? Number(value) : value;
    const isWhole = typeof number === "number" && Number.isSafeInteger(number) && number >= 0;
    if (!isFaultName(name) || !isWhole) return null;
    faults.push([name, number]);
  }
  return faults;
}
