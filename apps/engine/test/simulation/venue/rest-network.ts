import type { RestReply } from "@interlock/alpaca/rest/rest-reply";
import {
  answeredReply,
  type Asker,
  type Outgoing,
  type VenueNetwork,
} from "../../../src/backtest/venue/venue-network.ts";
import type { Surroundings } from "../surroundings.ts";

const TIMEOUT_MS = 5_000;
/**
 * The latest that a request reaches the venue. An engine that waits for an answer no longer than five seconds and then
 * asks twice, five seconds apart, rests on no request being under way for longer.
 */
const ARRIVAL_MS_MAX = 4_000;
/** A question is made of some ten requests: with as many faults as an order has, none would ever be answered. */
const READ_FAULTS = 0.25;

type Fate = "not_sent" | "lost" | "too_many" | "not_passed_on" | "answered" | "unanswered" | "504";

/** REST between engine and venue: every request may be refused, lost, late, carried out and not answered. */
export class RestNetwork implements VenueNetwork {
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Sends a request. The promise stays open for ever when the asker dies first. */
  send(asker: Asker, request: Outgoing): Promise<RestReply> {
    return new Promise((resolve) => {
      this.#surroundings.stir();
      if (!asker.alive) return;
      const { scheduler } = this.#surroundings;
      const askedAt = scheduler.now;
      let open = true;
      const answer = (reply: RestReply): void => {
        if (!open || !asker.alive) return;
        open = false;
        this.#surroundings.stir();
        resolve(reply);
      };
      const fate = this.#draw(request.reads === true ? READ_FAULTS : 1);
      if (fate === "not_sent")
        return scheduler.after(this.#latency(), () => answer(notSent(askedAt)));
      request.sent?.();
      asker.left();
      scheduler.after(TIMEOUT_MS, () =>
        answer({ kind: "lost", reason: "no answer within 5000 ms" }),
      );
      this.#travel(fate, request, answer);
    });
  }

  #travel(
    fate: Exclude<Fate, "not_sent">,
    request: Outgoing,
    answer: (reply: RestReply) => void,
  ): void {
    const { scheduler } = this.#surroundings;
    const back = this.#latency();
    scheduler.after(this.#arrival(request), () => {
      if (fate === "lost" || fate === "too_many" || fate === "not_passed_on") {
        request.lost?.();
        if (fate === "lost") return;
        const status = fate === "too_many" ? 429 : 500;
        return scheduler.after(back, () =>
          answer(answeredReply({ status, body: { message: "gateway" } })),
        );
      }
      const said = request.carryOut();
      if (fate === "unanswered") return;
      const shown = fate === "504" ? { status: 504, body: { message: "gateway timeout" } } : said;
      scheduler.after(back, () => answer(answeredReply(shown)));
    });
  }

  #arrival({ lingers }: Outgoing): number {
    const { faults } = this.#surroundings;
    if (lingers !== undefined && this.#surroundings.strikes(faults.veryLate)) {
      lingers();
      return this.#surroundings.between(5_000, 40_000);
    }
    return Math.min(this.#latency(), ARRIVAL_MS_MAX);
  }

  #draw(share: number): Fate {
    const { faults, random, isCutOff } = this.#surroundings;
    if (isCutOff) return random.unit() < 0.3 ? "not_sent" : "lost";
    let left = random.unit();
    const takes = (probability: number): boolean => {
      left -= probability * share;
      return left < 0;
    };
    if (takes(faults.notSent)) return "not_sent";
    if (takes(faults.requestLost)) return "lost";
    if (takes(faults.answerLost)) return "unanswered";
    if (takes(faults.tooMany)) return "too_many";
    if (takes(faults.serverError / 2)) return "not_passed_on";
    if (takes(faults.serverError / 2)) return "504";
    return "answered";
  }

  #latency(): number {
    const { faults } = this.#surroundings;
    return this.#surroundings.strikes(faults.slow)
      ? this.#surroundings.between(500, 6_000)
      : this.#surroundings.between(1, 60);
  }
}

function notSent(now: number): RestReply {
  return {
    kind: "not_sent",
    cause: "unreachable",
    reason: "connection refused",
    retryAt: now + 1_000,
  };
}
