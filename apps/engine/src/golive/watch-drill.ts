import type { Evidence } from "@interlock/core/golive/evidence";
import { THRESHOLDS } from "@interlock/core/golive/gate-table";
import type { DrillUnderWay } from "@interlock/core/golive/golive-book";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import { quantityUnits } from "@interlock/core/number/quantity";
import { MINUTE_MS } from "@interlock/core/time";
import type { EngineState } from "../state.ts";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";

/** A drill that shows nothing for so long has failed, on the venue's clock. */
const DRILL_MS_MAX = 10 * MINUTE_MS;

/** Follows a drill of the whole engine to its end: its evidence is what the records show, not what anybody says. */
export function watchDrill(decision: Decision, input: Input): void {
  const { drill } = decision.state.golive;
  if (drill === null) return;
  if (input.body.kind === "clock" && decision.time - drill.begunAt > DRILL_MS_MAX)
    return note(decision, drill, `nothing came of it in ${DRILL_MS_MAX / MINUTE_MS} minutes`);
  if (drill.drill === "crash") return watchCrash(decision, drill);
  watchStreams(decision, drill);
}

/** The drill is over when a start has compared its books with the venue's. */
function watchCrash(decision: Decision, drill: DrillUnderWay): void {
  if (!decision.records.some(({ kind }) => kind === "recovered")) return;
  note(decision, drill, crashFault(decision, drill));
}

function crashFault({ state }: Decision, drill: DrillUnderWay): string {
  const breaks = Object.keys(state.breaks).length;
  if (breaks > 0) return `${breaks} differences to the venue were found after the start`;
  if (state.fillsBooked < drill.fillsBooked) return "fills of before are missing";
  const order = orderFault(state, drill);
  if (order !== "") return order;
  // With fills of meanwhile the positions moved: then the comparison alone proves them.
  if (state.fillsBooked > drill.fillsBooked) return "";
  const moved = idsOf<Ticker>(drill.positions).find(
    (symbol) =>
      drill.positions[symbol] !== quantityUnits(positionOf(state.portfolio, symbol).quantity),
  );
  return moved === undefined ? "" : `the position in ${moved} is another one than before`;
}

/**
 * Of the orders at work when the engine was ended none is lost, in doubt, or at the venue twice: the comparison that
 * has just been made asked the venue for each. One that ended since is there with its end.
 */
function orderFault({ orders, external, instance }: EngineState, drill: DrillUnderWay): string {
  const lost = drill.working?.find((id) => orders[id] === undefined);
  if (lost !== undefined) return `the order ${lost} of before is missing`;
  const doubted = drill.working?.find((id) => orders[id]?.status === "submit_unknown");
  if (doubted !== undefined) return `nobody knows what became of the order ${doubted}`;
  const venueIds = Object.values(orders).flatMap(({ venueOrderId: id }) => id ?? []);
  if (new Set(venueIds).size < venueIds.length) return "an order is at the venue twice";
  const strange = Object.values(external)
    .map(({ clientOrderId }) => clientOrderId)
    .find((id) => id.startsWith(`il-${instance}-`));
  return strange === undefined ? "" : `the venue has the order ${strange} that no record sent`;
}

/** New risk must stop soon after the cut, and go on only after a comparison that was asked for since. */
function watchStreams(decision: Decision, drill: DrillUnderWay): void {
  const held = decision.isHeldBy("order_stream");
  if (drill.heldAt === null) {
    if (held) decision.emit({ kind: "drill_held", at: decision.time });
    return;
  }
  if (held || !decision.state.connections.order_stream) return;
  const took = drill.heldAt - drill.begunAt;
  const breaks = Object.keys(decision.state.breaks).length;
  const late = took > THRESHOLDS.streamHaltMs ? `new risk stopped after ${took} ms only` : "";
  note(decision, drill, breaks > 0 ? `${breaks} differences were found after it` : late);
}

function note(decision: Decision, drill: DrillUnderWay, fault: string): void {
  const { state, time } = decision;
  const seconds = ((time - drill.begunAt) / 1_000).toFixed(1);
  const name = drill.drill === "crash" ? "crash_drill" : "stream_drill";
  const done = drill.drill === "crash" ? crashDone(drill) : streamDone(drill);
  const evidence: Evidence = {
    name,
    measuredAt: time,
    build: state.build,
    passed: fault === "",
    value: fault === "" ? `${seconds} s` : "failed",
    sentence: fault === "" ? `${done} It took ${seconds} s.` : `The drill failed: ${fault}.`,
    by: drill.by,
    source: `drill begun ${new Date(drill.begunAt).toISOString()}`,
  };
  decision.emit({ kind: "evidence_noted", evidence });
}

function crashDone({ working = [] }: DrillUnderWay): string {
  const orders =
    working.length === 0
      ? "no order was at work"
      : `the orders at work, ${working.length}, are known to the venue once each`;
  return `The engine was ended and started again: fills and positions are those of before, ${orders}, and the books agree.`;
}

function streamDone({ heldAt, begunAt }: DrillUnderWay): string {
  return `The streams were cut: new risk stopped within ${(heldAt ?? begunAt) - begunAt} ms, and the books agree.`;
}
