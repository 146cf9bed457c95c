import { Hono } from "hono";
import { z } from "zod";
import { renderTruth } from "../../../render/render-truth.ts";
import { stampOf } from "../../../venue/stamp.ts";
import type { Speed } from "../../tape/pace.ts";
import { readJson } from "./fault-routes.ts";
import type { RestContext, RestEnv, RestRequest } from "../rest-context.ts";

const TAPE_REQUEST = z.strictObject({
  paused: z.boolean().optional(),
  speed: z.union([z.number().positive().max(1_000_000), z.literal("max")]).optional(),
});

/**
 * The control of the simulation, for tests and tools: no keys, not counted against any budget, and the tape does not
 * wait for it. Documented in README.md.
 */
export function simRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const progress = new Progress(context);
  routes.get("/sim/state", (request) => request.json(truthOf(context)));
  routes.get("/sim/tape", (request) => request.json(progress.report()));
  routes.post("/sim/tape", (request) => steerTape(context, progress, request));
  return routes;
}

/** After the tape's end the time is the tape's last, so that two replays that ended alike read alike. */
function truthOf({ venue, conductor, player, source }: RestContext): Record<string, unknown> {
  return {
    ...renderTruth(venue),
    venue_time: stampOf(conductor.tapeTime),
    tape: {
      events_sent: player.position,
      events_total: source.eventsTotal,
      finished: conductor.status.finished,
    },
  };
}

async function steerTape(
  context: RestContext,
  progress: Progress,
  request: RestRequest,
): Promise<Response> {
  const body = TAPE_REQUEST.safeParse(await readJson(request));
  if (!body.success) {
    const allowed = '{"paused": true or false, "speed": a number above 0, or "max"}';
    return request.json({ message: `the body must be JSON of the form ${allowed}` }, 422);
  }
  const speed: Speed | undefined = body.data.speed;
  if (speed !== undefined) context.conductor.setSpeed(speed);
  if (body.data.paused !== undefined) context.conductor.setPaused(body.data.paused);
  return request.json(progress.report());
}

/** How far the tape is and how fast it went since the last report. */
class Progress {
  readonly #context: RestContext;
  #position = 0;
  #at = performance.now();
  #rate = 0;

  constructor(context: RestContext) {
    this.#context = context;
  }

  report(): Record<string, unknown> {
    const { player, source, conductor, venue } = this.#context;
    const seconds = (performance.now() - this.#at) / 1_000;
    if (seconds >= 0.2) {
      this.#rate = Math.round((player.position - this.#position) / seconds);
      this.#position = player.position;
      this.#at = performance.now();
    }
    const { speed, paused, finished, waitingFor } = conductor.status;
    return {
      venue_time: stampOf(venue.now),
      events_sent: player.position,
      events_total: source.eventsTotal,
      windows: player.windows,
      events_per_second: this.#rate,
      speed,
      paused,
      finished,
      waiting_for: waitingFor,
    };
  }
}
