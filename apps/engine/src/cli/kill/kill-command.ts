import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { KillScope } from "@interlock/core/kill/kill-scope";
import { type Command, Option } from "commander";
import type { KillState } from "../../records/kill-record.ts";
import { isPortFree } from "../../supervisor/start/port-holder.ts";
import { readSupervisorFile, runPath } from "../../supervisor/run-files.ts";
import { secretKey } from "../../supervisor/secret-key.ts";
import { signKillToken } from "../../watchdog/kill-token.ts";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { runningProduct } from "../running-product.ts";
import { userName } from "../user-name.ts";
import { partOf, scopeOption } from "./scope-option.ts";
import {
  askKill,
  type KillOrder,
  type KillStanding,
  sendKill,
  type WatchdogAddress,
} from "./watchdog-channel.ts";

interface KillFlags extends CommonOptions {
  readonly mode?: "halt" | "cancel" | "flatten";
  readonly receipt?: string;
  readonly reason: string;
  readonly includeStops?: boolean;
  readonly scope: KillScope;
  readonly drill?: boolean;
}

const LOOK_MS = 250;
/** A watchdog that died is started again within a second; after this long its work is done here. */
const PATIENCE_MS = 3_000;
/** After so long a person asks whether it is safe to leave. */
const LONG_WAIT_MS = 5_000;
const LONG_WAIT =
  "The venue takes its time. Ctrl-C only ends this command: the kill stays latched, and the watchdog goes on with it. An order that the venue does not cancel is to be canceled at the broker.";
const TOKEN_LIFE_MS = 60_000;

/** Adds `kill`. */
export function addKillCommand(program: Command, run: RunCommand): void {
  program
    .command("kill")
    .description("stop trading, and wait until the venue itself shows that it is done")
    .addOption(
      new Option(
        "--mode <mode>",
        "halt: no new risk; cancel: and no open order; flatten: and no position",
      ).choices(["halt", "cancel", "flatten"]),
    )
    .option("--receipt <id>", "kill nothing: print what is kept of a kill, e.g. kill-3, or latest")
    .addOption(scopeOption("all, symbol:NVDA or strategy:NAME: what to stop; the rest trades on"))
    .option("--drill", "rehearse: the same kill, its times kept as a drill's; resume afterwards")
    .option("--reason <text>", "why, for the audit trail", "")
    .option("--include-stops", "cancel protective stops too; this raises risk")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print the end as one line of JSON")
    .action((flags: KillFlags) => run(flags, kill));
}

async function kill(context: CommandContext, flags: KillFlags): Promise<number> {
  if (flags.receipt !== undefined) {
    const { showReceipt } = await import("./show-receipt.ts");
    return showReceipt(context, flags.receipt);
  }
  if (flags.mode === undefined)
    throw new CommandFailure("error: required option '--mode <mode>' not specified", EXIT.usage);
  if (flags.reason.length > 500)
    throw new CommandFailure("--reason is longer than 500 characters.", EXIT.usage);
  const part = partOf(flags.scope);
  const order: KillOrder = {
    commandId: randomUUID(),
    mode: flags.mode,
    reason: flags.reason,
    includeStops: flags.includeStops === true,
    ...(part === undefined ? {} : { scope: part }),
    ...(flags.drill === true ? { drill: true as const } : {}),
    by: userName(),
  };
  for (const address of addresses(context)) {
    const sent = await sendKill(address, order);
    if (sent.ok) return follow(context, address, { order, standing: sent.value });
    context.terminal.note(`Watchdog at ${describe(address)}: ${sent.error}.`);
  }
  return killHere(context, order);
}

function addresses({ env }: CommandContext): readonly WatchdogAddress[] {
  const url = readSupervisorFile(env.dataDir)?.watchdogUrl;
  const port = url === undefined ? env.watchdogPort : Number(new URL(url).port);
  const now = Date.now();
  const claims = {
    userId: "cli",
    name: userName(),
    role: "owner" as const,
    iat: now,
    exp: now + TOKEN_LIFE_MS,
    sessionUntil: now + TOKEN_LIFE_MS,
  };
  const token = signKillToken(claims, secretKey(env.dataDir, "kill"));
  return [
    { kind: "socket", path: runPath(env.dataDir, "watchdog.sock") },
    { kind: "port", port, token },
  ];
}

function describe(address: WatchdogAddress): string {
  return address.kind === "socket" ? address.path : `port ${address.port}`;
}

interface Following {
  readonly order: KillOrder;
  readonly standing: KillStanding;
}

/** Tells how the kill goes until the venue shows that it is done, or what is left. */
async function follow(
  context: CommandContext,
  address: WatchdogAddress,
  { order, standing }: Following,
): Promise<number> {
  let said = "";
  let last = standing;
  let heardAt = performance.now();
  const waitsFrom = heardAt;
  let isWaitTold = false;
  for (;;) {
    said = tell(context, last, said);
    const code = verdict(last);
    if (code !== null) return finish(context, { order, standing: last }, code);
    if (!isWaitTold && performance.now() - waitsFrom > LONG_WAIT_MS) {
      isWaitTold = true;
      context.terminal.note(LONG_WAIT);
    }
    await pause(LOOK_MS);
    const next = await askKill(address, order.scope);
    if (next.ok) {
      last = next.value;
      heardAt = performance.now();
    } else if (performance.now() - heardAt > PATIENCE_MS) {
      context.terminal.note(`The watchdog does not answer any more (${next.error}).`);
      return killHere(context, order);
    }
  }
}

function tell({ terminal }: CommandContext, { detail }: KillStanding, said: string): string {
  if (detail !== said) terminal.print(detail);
  return detail;
}

/** Null while it is under way. A residue is tried for ever by the watchdog, but not waited for here. */
function verdict({ stage, scope }: KillStanding): number | null {
  if (stage === "proven") return EXIT.ok;
  // What is a strategy's only the engine knows: it goes on by itself once the gate is closed.
  if (stage === "gate_closed" && scope?.startsWith("strategy:") === true) return EXIT.ok;
  return stage === "residual" || stage === "resumed" ? EXIT.found : null;
}

/** Prints what is left, and the evidence: the engine's where it lives, and what the watchdog itself did and saw. */
async function finish(
  { env, terminal }: CommandContext,
  { order, standing }: Following,
  code: number,
): Promise<number> {
  for (const { what, why } of standing.residual) terminal.note(`Left: ${what}: ${why}.`);
  const { receiptOfEngine } = await import("./engine-receipt.ts");
  const kill = await receiptOfEngine(env.dataDir, order.scope);
  for (const line of await evidenceLines(env.dataDir, kill, standing)) terminal.print(line);
  terminal.result({
    ...standing,
    engineKillId: kill?.killId ?? null,
    receipt: kill?.receipt ?? null,
    watchdogReceipt: standing.receipt ?? null,
  });
  return code;
}

async function evidenceLines(
  dataDir: string,
  kill: KillState | null,
  standing: KillStanding,
): Promise<readonly string[]> {
  const { receiptLines, watchdogLines } = await import("./kill-evidence.ts");
  if (kill === null) return ["The engine shows no receipt.", ...watchdogLines(standing)];
  const { closingLines } = await import("./kill-closings.ts");
  // Beside an engine that did all of it there is nothing to add.
  const alone = standing.cancels.requested + standing.closes.requested === 0;
  const beside = alone ? [] : watchdogLines(standing);
  return [...receiptLines(kill), ...closingLines(dataDir, kill), ...beside];
}

/** A simulation that is not running has no orders anywhere; a real venue keeps them whoever runs. */
async function nothingTrades({ env }: CommandContext): Promise<boolean> {
  if (env.environment !== "sim" || runningProduct(env.dataDir) !== null) return false;
  const url = readSupervisorFile(env.dataDir)?.venueUrl ?? null;
  return url === null || isPortFree(Number(new URL(url).port));
}

/**
 * Without a watchdog its work is done in this process: the engine is asked, or ended; the venue is
 * told and looked at.
 */
async function killHere(context: CommandContext, order: KillOrder): Promise<number> {
  if (await nothingTrades(context)) {
    const sentence = `Nothing runs from ${context.env.dataDir}, so there is nothing to stop.`;
    throw new CommandFailure(sentence, EXIT.notRunning);
  }
  if (order.drill === true)
    throw new CommandFailure(
      "Nothing was rehearsed: no watchdog answers, and without it a drill would be the kill itself.",
    );
  context.terminal.note(
    "No watchdog answers: the kill is carried out from here. Ctrl-C would leave it half done.",
  );
  const { openOwnWatchdog } = await import("./own-watchdog.ts");
  const own = openOwnWatchdog(context.env, context.terminal.note);
  if (!own.ok) throw new CommandFailure(`${own.error}\nAct at the broker: cancel and close there.`);
  const { desk } = own.value;
  const { by, ...rest } = order;
  let last: KillStanding = toStanding(
    desk.request({
      ...rest,
      by: { userId: "cli", name: by, role: "owner" },
      via: "cli",
      trigger: "operator",
    }),
  );
  let said = "";
  try {
    for (;;) {
      said = tell(context, last, said);
      const code = verdict(last);
      if (code !== null) return await finish(context, { order, standing: last }, code);
      await pause(LOOK_MS);
      const { scope } = order;
      const report = scope === undefined ? desk.report() : desk.reportOf(scope);
      last = toStanding(report ?? desk.report() ?? last);
    }
  } finally {
    await own.value.close();
  }
}

function toStanding(
  report:
    | KillStanding
    | (Omit<KillStanding, "keptStops"> & { readonly keptStops: readonly string[] }),
): KillStanding {
  return { ...report, keptStops: [...report.keptStops] };
}
