import { secondsText } from "@interlock/core/market/clock-text";
import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { z } from "zod";
import { type HealthItem, healthItem } from "@interlock/api/view/engine-view";
import type { SupervisorFile } from "../supervisor/run-files.ts";
import type { CommandContext, CommonOptions, RunCommand } from "./context.ts";
import { EXIT } from "./exit-code.ts";
import { demandRunning } from "./running-product.ts";

interface HealthFlags extends CommonOptions {
  readonly watch?: boolean;
}

/** One part of the product, as it is found from here. */
interface PartHealth {
  readonly name: string;
  readonly status: HealthItem["status"];
  readonly detail: string;
}

const ANSWER_MS = 3_000;
const WATCH_MS = 2_000;

/** Adds `health`. */
export function addHealthCommand(program: Command, run: RunCommand): void {
  program
    .command("health")
    .description("ask every part how it is; the code says whether all is well")
    .option("--watch", "again every two seconds, until Ctrl-C")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON each time")
    .action((flags: HealthFlags) => run(flags, health));
}

async function health(context: CommandContext, { watch }: HealthFlags): Promise<number> {
  for (;;) {
    const product = demandRunning(context.env.dataDir);
    const parts = await askParts(product);
    const code = report(context, parts);
    if (watch !== true) return code;
    await pause(WATCH_MS);
  }
}

function report({ terminal }: CommandContext, parts: readonly PartHealth[]): number {
  const well = parts.every(({ status }) => status === "ok" || status === "not_configured");
  terminal.print(`${secondsText(Date.now())} ET`);
  for (const { name, status, detail } of parts) {
    terminal.print(`  ${status.replace("_", " ").padEnd(15)}${name.padEnd(15)}${detail}`);
  }
  terminal.result({ at: Date.now(), status: well ? "ok" : "found", parts });
  return well ? EXIT.ok : EXIT.found;
}

async function askParts(product: SupervisorFile): Promise<readonly PartHealth[]> {
  const parts = await Promise.all([
    engineParts(product.engineUrl),
    watchdogPart(product.watchdogUrl),
    ...(product.venueUrl === null ? [] : [pagePart("venue", `${product.venueUrl}/sim/tape`)]),
    ...(product.consoleUrl === null ? [] : [pagePart("console", `${product.consoleUrl}/sign-in`)]),
  ]);
  return parts.flat();
}

const engineHealth = z.object({ ready: z.boolean(), items: z.array(healthItem) });

async function engineParts(url: string): Promise<PartHealth[]> {
  const answer = await ask(`${url}/health`);
  const parsed = engineHealth.safeParse(answer.json);
  if (!parsed.success) return [{ name: "engine", status: "down", detail: answer.sentence }];
  // The watchdog is asked by ourselves, not by what the engine thinks of it.
  return parsed.data.items.filter(({ name }) => name !== "watchdog");
}

const watchdogHealth = z.object({
  engineAlive: z.boolean(),
  latched: z.boolean(),
  stage: z.string(),
});

async function watchdogPart(url: string): Promise<PartHealth[]> {
  const name = "watchdog";
  const answer = await ask(`${url}/health`);
  const parsed = watchdogHealth.safeParse(answer.json);
  if (!parsed.success) return [{ name, status: "down", detail: answer.sentence }];
  const { engineAlive, latched, stage } = parsed.data;
  const kill = latched ? `a kill is latched (${stage})` : "no kill is latched";
  const engine = engineAlive ? "hears the engine" : "does not hear the engine";
  return [
    { name, status: engineAlive && !latched ? "ok" : "degraded", detail: `${engine}; ${kill}` },
  ];
}

async function pagePart(name: string, url: string): Promise<PartHealth[]> {
  const answer = await ask(url);
  return [{ name, status: answer.well ? "ok" : "down", detail: answer.sentence }];
}

interface Asked {
  readonly well: boolean;
  readonly json: unknown;
  readonly sentence: string;
}

async function ask(url: string): Promise<Asked> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    const json: unknown = text.startsWith("{") ? JSON.parse(text) : null;
    return { well: response.ok, json, sentence: `${url} answered ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      well: false,
      json: null,
      sentence: `${url} does not answer (${cause instanceof Error ? cause.message : String(cause)})`,
    };
  }
}
