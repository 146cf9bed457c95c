import { isOpen } from "@interlock/core/order/order";
import type { Engine } from "../../engine.ts";
import { VenuePerformer } from "../../execution/alpaca-performer.ts";
import type { InputBody } from "../../input.ts";
import { haltOf } from "../../kill-in-force.ts";
import type { CommandDesk } from "../command-desk.ts";
import { log } from "../log.ts";
import type { ProcessParts } from "./process-parts.ts";

/** What stands only once the engine does, which needs the performer. */
interface Later {
  readonly desk: CommandDesk;
  readonly engine: () => Engine;
  readonly accept: (body: InputBody) => void;
  readonly drill: ProcessParts["performDrill"];
}

/** Makes what carries effects to the venue, and answers back in. */
export function makePerformer(
  { recovered, venue, venueEnv, time, config, lease }: ProcessParts,
  later: Later,
): VenuePerformer {
  const { state } = recovered;
  return new VenuePerformer({
    venue,
    accept: (body) => later.accept(body),
    answered: () => later.engine().answered(),
    venueNow: () => time.now(),
    orderMaxAgeMs: config.system.execution.orderMaxAgeMs,
    workingOrders: () =>
      [...Object.values(state.orders).filter(isOpen), ...Object.values(state.external)].map(
        (order) => order.clientOrderId,
      ),
    writer: () => lease.standing(),
    gate: (intent) => haltOf(state, intent).state,
    hostNow: () => performance.timeOrigin + performance.now(),
    feed: config.system.feed,
    oneAtATime: venueEnv.mode === "sim" && !config.system.pacing.autoPong,
    performDrill: (drill) => later.drill(drill),
    answerCommand: (answer) => later.desk.answer(answer),
    raiseAlert: ({ severity, sentence }) =>
      log[severity === "critical" ? "error" : "warn"](sentence),
  });
}
