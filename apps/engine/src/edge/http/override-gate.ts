import type { Actor } from "@interlock/api/actor";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import type { EnginePort } from "@interlock/api/engine-port";
import { clientOrderId } from "@interlock/core/ids";
import type { UnixMs } from "@interlock/core/time";
import type { CommandBody } from "../../operator/operator-command.ts";
import type { EngineState } from "../../state.ts";
import { overrideOffer, overridesView } from "../view/overrides-section.ts";

/** What it reads, and the way to the trading thread. */
interface OverrideGateParts {
  readonly state: () => EngineState;
  readonly venueTime: () => UnixMs;
  readonly send: (id: string, body: CommandBody, actor: Actor) => Promise<CommandReceipt>;
}

type OverridePort = Pick<
  EnginePort,
  "overrides" | "overrideOffer" | "grantOverride" | "useOverride"
>;

/** The part of the API's engine that is about overrides of denied orders. */
export function makeOverrideGate({ state, venueTime, send }: OverrideGateParts): OverridePort {
  return {
    overrides: () => overridesView(state(), venueTime()),
    overrideOffer: (id) => overrideOffer(state(), id, venueTime()),
    grantOverride: ({ commandId: id, clientOrderId: order, reason }, actor) =>
      send(id, { kind: "grant_override", clientOrderId: clientOrderId(order), reason }, actor),
    useOverride: ({ commandId: id, ...use }, actor) =>
      send(id, { kind: "use_override", ...use }, actor),
  };
}
