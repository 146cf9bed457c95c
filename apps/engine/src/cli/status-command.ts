import type { Command } from "commander";
import { countOf } from "@interlock/core/number/count-of";
import { z } from "zod";
import { ownCommand } from "../config/own-command.ts";
import { ControlSocketClient } from "../operator/control-socket-client.ts";
import { isAlive } from "../supervisor/process-identity.ts";
import {
  CHILD_NAMES,
  readChildrenFile,
  runPath,
  type SupervisorFile,
} from "../supervisor/run-files.ts";
import { readKillLatch } from "../watchdog/kill/kill-latch.ts";
import type { CommandContext, CommonOptions, RunCommand } from "./context.ts";
import { EXIT } from "./exit-code.ts";
import { killLines } from "./kill/kill-status.ts";
import { runningProduct } from "./running-product.ts";

const ANSWER_MS = 3_000;

/** Adds `status`. */
export function addStatusCommand(program: Command, run: RunCommand): void {
  program
    .command("status")
    .description("say what runs, where, and how trading stands")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) => run(flags, status));
}

async function status({ env, terminal }: CommandContext): Promise<number> {
  const product = runningProduct(env.dataDir);
  const engine = await askEngine(env.dataDir);
  const children = CHILD_NAMES.flatMap((name) => {
    const identity = readChildrenFile(env.dataDir)[name];
    return identity !== undefined && isAlive(identity) ? [{ name, pid: identity.pid }] : [];
  });
  const latched = latchedKill(env.dataDir);
  terminal.result({
    running: product !== null,
    dataDir: env.dataDir,
    ...(product === null ? {} : withoutPassword(product)),
    children,
    engine,
    latch: latched,
  });
  if (product === null && children.length === 0) {
    terminal.print(`Nothing runs from ${env.dataDir}.`);
    return EXIT.notRunning;
  }
  if (product !== null) printProduct(product, terminal.print);
  for (const { name, pid } of children) terminal.print(`${name.padEnd(9)} process ${pid}`);
  terminal.print(engine === null ? "engine    does not answer" : describeEngine(engine));
  for (const line of engine === null ? [] : needsAttention(engine, env.dataDir))
    terminal.print(line);
  if (latched !== null) terminal.print(describeLatched(latched));
  return product !== null && engine !== null ? EXIT.ok : EXIT.found;
}

function latchedKill(dataDir: string) {
  const latch = readKillLatch(dataDir);
  if (latch === null) return null;
  return { mode: latch.mode, by: latch.by.name, reason: latch.reason, provenAt: latch.provenAt };
}

type LatchedKill = NonNullable<ReturnType<typeof latchedKill>>;

function describeLatched({ mode, by, reason }: LatchedKill): string {
  return `Kill latched: ${mode}, by ${by}: ${reason === "" ? "no reason given" : reason}`;
}

/** What is printed ends in logs and tickets: whoever needs the password has the file. */
function withoutPassword(product: SupervisorFile): SupervisorFile {
  return {
    ...product,
    databaseUrl: product.databaseUrl.replace(/^(\w+:\/\/[^:/@]+):[^@/]*@/, "$1@"),
  };
}

function printProduct(product: SupervisorFile, print: (text: string) => void): void {
  print(
    `Interlock (${product.environment}) runs since ${product.startedAt}, process ${product.pid}.`,
  );
  if (product.consoleUrl !== null) print(`console   ${product.consoleUrl}`);
  print(`engine    ${product.engineUrl}`);
  if (product.venueUrl !== null) print(`venue     ${product.venueUrl}, playing ${product.tape}`);
  print(`watchdog  ${product.watchdogUrl}/kill/plain`);
}

async function askEngine(dataDir: string): Promise<Readonly<Record<string, unknown>> | null> {
  const client = await ControlSocketClient.open(runPath(dataDir, "engine.sock"));
  if (!client.ok) return null;
  const answer = await client.value.status(ANSWER_MS);
  client.value.close();
  return answer.ok ? answer.value : null;
}

const attention = z.looseObject({
  breaks: z.array(z.looseObject({ breakId: z.string(), ours: z.string(), venue: z.string() })),
  otherOrders: z.array(
    z.looseObject({ clientOrderId: z.string(), symbol: z.string(), side: z.string() }),
  ),
});

/** What a person has to deal with, a line each: it stands until it is over. */
function needsAttention(raw: Readonly<Record<string, unknown>>, dataDir: string): string[] {
  const parsed = attention.safeParse(raw);
  if (!parsed.success) return [];
  const { breaks, otherOrders } = parsed.data;
  return [
    ...killLines(raw),
    ...breaks.map(
      ({ breakId, ours, venue }) =>
        `break     ${breakId}: ours ${ours}, venue ${venue}; see ${ownCommand(dataDir, "breaks")}`,
    ),
    ...otherOrders.map(
      ({ clientOrderId, symbol, side }) =>
        `order     not ours: ${side} ${symbol} (${clientOrderId}); it counts in limits`,
    ),
  ];
}

const engineStatus = z.looseObject({
  trading: z.looseObject({ state: z.string() }),
  stopped: z.array(z.string()).default([]),
  tradingNow: z.looseObject({ state: z.string(), cause: z.string() }),
  journalSeq: z.number(),
  equity: z.string(),
  dayPnl: z.looseObject({ realized: z.string(), unrealized: z.string(), fees: z.string() }),
  workingOrders: z.array(z.unknown()),
  positions: z.array(z.unknown()),
});

function describeEngine(raw: Readonly<Record<string, unknown>>): string {
  const parsed = engineStatus.safeParse(raw);
  if (!parsed.success) return `engine    ${JSON.stringify(raw).slice(0, 300)}`;
  const { tradingNow, stopped, journalSeq, equity, dayPnl, workingOrders, positions } = parsed.data;
  const pnl = `realized ${dayPnl.realized}, unrealized ${dayPnl.unrealized}, fees ${dayPnl.fees}`;
  const why = tradingNow.cause === "" ? "" : ` (${tradingNow.cause})`;
  const open = `${countOf(workingOrders.length, "working order")}, ${countOf(positions.length, "position")}`;
  const parts = stopped.length === 0 ? "" : `; kills of their own still stop ${stopped.join(", ")}`;
  return `engine    trading ${tradingNow.state}${why}${parts}; equity ${equity}; ${pnl}; ${open}; journal at ${journalSeq}`;
}
