import type { EdgeStart, FromEdge } from "../../edge/edge-message.ts";
import type { Engine } from "../../engine.ts";
import { judgeWhatIf } from "../../risk/what-if.ts";
import type { Views } from "../../views.ts";
import type { CommandDesk } from "../command-desk.ts";
import type { EdgeHost } from "../edge-host.ts";
import { log } from "../log.ts";
import type { BuilderLookup } from "./name-builders.ts";
import type { ProcessParts } from "./process-parts.ts";
import type { ProjectionWatch } from "../projection-watch.ts";

/** Opens the edge on the journal, what the trading thread shows of itself, and the address that was configured. */
export function openEdge(
  parts: ProcessParts,
  seen: Pick<EdgeStart, "board" | "calls">,
  onMessage: (message: FromEdge) => void,
): EdgeHost {
  const { env, recovered } = parts;
  return parts.openEdge({
    start: {
      dataDir: env.dataDir,
      port: env.enginePort,
      consoleUrl: env.consoleUrl,
      databaseUrl: env.databaseUrl ?? "",
      cell: recovered.opened.cell,
      ...seen,
      heads: parts.config.system.heads,
      allowedOrigins: [env.consoleUrl],
      killPolicy: parts.config.system.kill,
      notices: env.notices,
    },
    onMessage,
    log: (sentence) => log.error(sentence),
  });
}

interface EdgeMessageTargets {
  readonly parts: ProcessParts;
  readonly views: Views;
  readonly engine: Engine;
  readonly desk: CommandDesk;
  readonly projection: ProjectionWatch;
  readonly builders: BuilderLookup;
  readonly edge: () => EdgeHost;
}

/** Does what a message of the edge asks for: a command is answered, a question judged, a finding decided on. */
export function takeFromEdge(message: FromEdge, targets: EdgeMessageTargets): void {
  const { parts, engine, desk, projection, edge } = targets;
  switch (message.kind) {
    case "command":
      void desk
        .submit(engine, message.command)
        .then((answer) => edge().send({ kind: "command_answered", answer }));
      return;
    case "what_if": {
      const scene = { state: parts.recovered.state, views: targets.views, time: engine.now };
      const judgment = judgeWhatIf(scene, message.order);
      return edge().send({ kind: "what_if_judged", askId: message.askId, judgment });
    }
    case "builders_named":
      return targets.builders.answered(message);
    case "projection_lag":
      return projection.reported(message.lagMs);
    case "finding":
    case "person_event":
    case "approval_carried":
    case "evidence":
    case "head_anchored":
      return engine.accept(message);
    case "listening":
      return parts.onListening(message.port);
    case "failed":
      return log.error(message.sentence);
  }
}
