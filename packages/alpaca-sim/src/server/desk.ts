import type { OrderEvent } from "../venue/order/order-event.ts";
import type { OrderRecord } from "../venue/order/order-record.ts";
import { type Outcome, refused } from "../venue/outcome.ts";
import { step } from "../venue/step.ts";
import { notFound } from "../venue/venue-error.ts";
import type { Command, Reply } from "../venue/venue-input.ts";
import type { VenueState } from "../venue/venue-state.ts";
import type { VenueLog } from "./venue-log.ts";

/** A command before it has its time: the desk puts the venue's present on it. */
export type Request = Command extends infer C ? (C extends Command ? Omit<C, "at"> : never) : never;

/** What a command led to: the answer, and the reports that follow from it. */
export interface Handled {
  readonly reply: Reply;
  readonly events: readonly OrderEvent[];
}

/**
 * Where requests of the account's holder meet the venue: at its present instant, and into its log before the
 * answer.
 */
export class Desk {
  readonly #venue: VenueState;
  readonly #log: VenueLog | null;
  readonly #position: () => number;

  /** `position` tells how many events of the tape lie behind. */
  constructor(venue: VenueState, log: VenueLog | null, position: () => number) {
    this.#venue = venue;
    this.#log = log;
    this.#position = position;
  }

  /** Carries out a request. */
  handle(request: Request): Handled {
    const command: Command = { ...request, at: this.#venue.now };
    const { reply, events } = step(this.#venue, command);
    if (changesVenue(reply)) this.#log?.command(this.#position(), command);
    return { reply, events };
  }
}

/** Only what was granted is logged: a refusal leaves no trace in the venue. */
function changesVenue(reply: Reply): boolean {
  return "outcome" in reply ? reply.outcome.ok : true;
}

/** Returns the order in a reply. */
export function orderIn(reply: Reply): Outcome<Readonly<OrderRecord>> {
  return reply.kind === "order" ? reply.outcome : refused(notFound("order not found"));
}
