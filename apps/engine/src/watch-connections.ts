import type { Decision } from "./decision.ts";
import { askForSnapshot } from "./execution/ask-snapshot.ts";
import type { Input } from "./input.ts";

/**
 * Connections and the database's lag bear on whether we may trade. A stream that comes back may have missed anything:
 * the venue is asked for everything before what it says is believed again.
 */
export function watchConnections(decision: Decision, input: Input): void {
  const { body } = input;
  if (body.kind === "connection") {
    const { channel, up, reason } = body;
    if (decision.state.connections[channel] === up) return;
    decision.emit({ kind: "connection_changed", channel, up, reason });
    if (up && channel === "order_stream" && decision.state.recovered)
      askForSnapshot(decision, "continuous");
  }
  if (body.kind === "stream_gap" && body.channel === "order_stream" && decision.state.recovered) {
    askForSnapshot(decision, "continuous");
  }
  if (body.kind === "projection_lag") noteLag(decision, body.lagMs);
}

/** Only crossing the limit is recorded: the lag itself changes all the time. */
function noteLag(decision: Decision, lagMs: number): void {
  const { limits, projectionLagging } = decision.state;
  decision.views.projectionLagMs = lagMs;
  const lagging = limits !== null && lagMs > limits.values.maxProjectionLagMs;
  if (lagging !== projectionLagging)
    decision.emit({ kind: "projection_lag_changed", lagging, lagMs });
}
