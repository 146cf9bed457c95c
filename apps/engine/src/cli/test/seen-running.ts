import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONSOLE_URL, type EdgeStage } from "../../../test/edge/edge-stage.ts";
import { identifyProcess } from "../../supervisor/process-identity.ts";

/** Has a command line find the edge of a stage as the product that runs from its data folder. */
export function seenRunning(
  { dataDir, url }: Pick<EdgeStage, "dataDir" | "url">,
  databaseUrl = "",
): void {
  mkdirSync(join(dataDir, "run"), { recursive: true });
  const product = {
    ...identifyProcess(process.pid),
    url,
    startedAt: new Date().toISOString(),
    environment: "sim",
    consoleUrl: CONSOLE_URL,
    engineUrl: url,
    venueUrl: null,
    watchdogUrl: url,
    databaseUrl,
    tape: "",
  };
  writeFileSync(join(dataDir, "run", "supervisor.json"), JSON.stringify(product));
}
