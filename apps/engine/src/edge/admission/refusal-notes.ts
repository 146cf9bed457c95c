import type { IncomingMessage } from "node:http";
import type { PersonEvent } from "../../records/person-record.ts";
import { whereaboutsOf } from "../auth/whereabouts.ts";
import { namesCommand } from "./refusal.ts";
import { RateLimit } from "./rate-limit.ts";

/** One that is tried over and over is noted a few times, and then every ten seconds. */
const NOTES = { burst: 10, perSecond: 0.1 };
const SHOWN_MAX = 120;

/** Tells the audit trail of requests that tried to do something and were not let in, a bounded number of them. */
export class RefusalNotes {
  readonly #note: (event: PersonEvent) => void;
  readonly #limit = new RateLimit(NOTES);

  constructor(note: (event: PersonEvent) => void) {
    this.#note = note;
  }

  /** Notes a refused request that would have changed something; who only looks changes nothing. */
  refused(request: IncomingMessage, sentence: string): void {
    const { method = "GET", url = "/", headers } = request;
    const acts = method !== "GET" || headers.upgrade !== undefined || namesCommand(url);
    if (!acts || this.#limit.take("") > 0) return;
    const { ip, device } = whereaboutsOf(request);
    const path = url.split("?", 1)[0] ?? "/";
    this.#note({
      event: "request_refused",
      by: "somebody",
      byId: null,
      role: null,
      about: null,
      from: { ...(ip === null ? {} : { ip }), ...(device === null ? {} : { device }) },
      detail: `${method} ${path.slice(0, SHOWN_MAX)}: ${sentence.slice(0, SHOWN_MAX)}`,
    });
  }
}
