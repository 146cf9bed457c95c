import { fail, ok, type Result } from "@interlock/core/result";
import { ownCommand } from "../../config/own-command.ts";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { formatFault } from "../../config/config-fault.ts";
import { type Env, readVenueEnv } from "../../config/env.ts";
import { type LoadedConfig, loadConfig } from "../../config/load-config.ts";
import { createSignInLink } from "../../edge/auth/sign-in-link.ts";
import { archiveData } from "./archive-data.ts";
import { choosePorts, type Ports } from "./choose-ports.ts";
import { readClaim, releaseClaim, takeClaim } from "../claim-file.ts";
import { prepareDataFolder } from "../data-folder.ts";
import { type DatabaseKeeper, keepDatabase } from "./database-keeper.ts";
import { endLeftovers } from "./end-leftovers.ts";
import { identifyProcess } from "../process-identity.ts";
import {
  readSupervisorFile,
  removeRunFiles,
  runPath,
  type SupervisorFile,
  writeSupervisorFile,
} from "../run-files.ts";
import { type Addresses, addressesOf, planChildren } from "./start-plan.ts";
import { Supervisor } from "../supervisor.ts";
import type { Outcome } from "../supervisor-machine.ts";
import { chooseTape, type TapeFlags, type TapePlan, writeTapeChoice } from "./tape-choice.ts";
import type { Folding } from "../../run/process/folding.ts";

/** What `start` was told. */
export interface StartOptions extends TapeFlags {
  readonly env: Env;
  readonly ports: Partial<Ports>;
  readonly withConsole: boolean;
  readonly fresh: boolean;
}

/** What a ready product says of itself. */
export interface ReadyReport extends Addresses {
  /** Empty without a console. */
  readonly signInLink: string;
  readonly tape: TapePlan | null;
  readonly pid: number;
  /** How long the engine took to fold its journal; null where that was within two seconds. */
  readonly folded: Pick<Folding, "entries" | "seconds"> | null;
}

/** Who is told how a start goes, and who may end it. */
export interface StartObserver {
  say(sentence: string): void;
  ready(report: ReadyReport): void;
  /** Called with the stop function once there is something to stop; twice means at once. */
  stoppable(stop: () => void): void;
}

/** Resolves with the way in which a simulated day ended; with null once `signal` says that everything is stopped. */
export type DayWatch = (
  report: ReadyReport,
  databaseUrl: string,
  signal: AbortSignal,
) => Promise<Outcome | null>;

/**
 * Starts the whole product and runs until it is stopped or its day is over. Everything that can be refused is refused
 * before the first process starts. Returns how it ended.
 */
export async function startInterlock(
  options: StartOptions,
  observer: StartObserver,
  watchDay: DayWatch | null,
): Promise<Outcome> {
  const { dataDir } = options.env;
  const folder = prepareDataFolder(dataDir);
  if (!folder.ok) return { code: 1, sentence: folder.error };
  const lock = runPath(dataDir, "supervisor.lock");
  if (!takeClaim(lock, "supervisor")) return { code: ALREADY_RUNS, sentence: alreadyRuns(dataDir) };
  try {
    const ended = await endLeftovers(dataDir);
    if (ended > 0)
      observer.say(`Ended ${ended} processes that a killed supervisor had left behind.`);
    if (options.fresh && options.env.environment !== "sim") {
      return {
        code: 1,
        sentence: `${ONLY_SIMULATED} INTERLOCK_ENV is ${options.env.environment}.`,
      };
    }
    if (options.fresh) await startAfresh(dataDir, lock, observer);
    const prepared = await prepare(options);
    if (!prepared.ok) return prepared.refusal;
    return await runPrepared(prepared.value, observer, watchDay);
  } finally {
    releaseClaim(lock);
  }
}

/** Exit codes of a start: it failed, its flags ask for what cannot be, or it finds the product running. */
const FAILED = 1;
const NOT_UNDERSTOOD = 2;
export const ALREADY_RUNS = 4;

/** The journal of a real account is its audit trail, and a latched kill must outlive every start. */
const ONLY_SIMULATED =
  "Only a simulation can begin anew with --fresh; for another account choose another --data-dir.";

function alreadyRuns(dataDir: string): string {
  const holder = readClaim(runPath(dataDir, "supervisor.lock"));
  const file = readSupervisorFile(dataDir);
  if (file !== null && file.pid === holder?.pid) {
    return `Interlock already runs at ${file.url} (process ${file.pid}, since ${file.startedAt}).`;
  }
  return `Interlock is already being started from ${dataDir} (process ${holder?.pid ?? "unknown"}).`;
}

async function startAfresh(dataDir: string, lock: string, observer: StartObserver): Promise<void> {
  releaseClaim(lock);
  const archive = await archiveData(dataDir, new Date());
  prepareDataFolder(dataDir);
  takeClaim(lock, "supervisor");
  if (archive !== null) observer.say(`The data so far are kept in ${archive}.`);
}

interface Prepared {
  readonly options: StartOptions;
  readonly config: LoadedConfig;
  readonly ports: Ports;
  readonly tape: TapePlan | null;
}

/** What can be started, or the outcome that refuses it. */
type Preparation =
  | { readonly ok: true; readonly value: Prepared }
  | { readonly ok: false; readonly refusal: Outcome };

function refuse(code: number, sentence: string): Preparation {
  return { ok: false, refusal: { code, sentence } };
}

async function prepare(options: StartOptions): Promise<Preparation> {
  const { env } = options;
  const config = loadConfig({
    environment: env.environment,
    root: env.root,
    symbols: options.symbols,
  });
  if (!config.ok) return refuse(FAILED, config.faults.map(formatFault).join("\n"));
  const tape = chosenTape(options, config.config);
  if (!tape.ok) return refuse(NOT_UNDERSTOOD, tape.error);
  const wanted = { ...config.config.system.ports, ...options.ports };
  const ports = await choosePorts(wanted, [
    ...(tape.value === null ? [] : (["venue"] as const)),
    "engine",
    "watchdog",
    ...(options.withConsole ? (["console"] as const) : []),
  ]);
  if (!ports.ok) return refuse(FAILED, ports.error);
  const value = { options, config: config.config, ports: ports.value, tape: tape.value };
  return { ok: true, value };
}

function chosenTape(options: StartOptions, config: LoadedConfig): Result<TapePlan | null> {
  const { env } = options;
  if (env.environment === "sim") {
    return chooseTape(options, {
      config,
      checkout: checkoutRoot(),
      dataDir: env.dataDir,
      marketData: env.marketData,
    });
  }
  const flag = [
    options.replay,
    options.generate,
    options.date,
    options.from,
    options.speed,
    options.seed,
  ];
  if (flag.every((one) => one === undefined || one === false)) return ok(null);
  return fail(`A day can be chosen in a simulation only; INTERLOCK_ENV is ${env.environment}.`);
}

async function runPrepared(
  prepared: Prepared,
  observer: StartObserver,
  watchDay: DayWatch | null,
): Promise<Outcome> {
  const { env } = prepared.options;
  const venueEnv = readVenueEnv(env.environment);
  if (!venueEnv.ok) return { code: 1, sentence: venueEnv.faults.join("\n") };
  observer.say(`Environment ${env.environment}; data in ${env.dataDir}.`);
  if (prepared.tape !== null) {
    writeTapeChoice(env.dataDir, prepared.tape.choice);
    observer.say(`Playing ${prepared.tape.sentence}.`);
  }
  const database = await keepDatabase(env, observer.say);
  if (!database.ok) return { code: 1, sentence: database.error };
  observer.say("The database is ready.");
  const plans = planChildren({
    env,
    venueEnv: venueEnv.environment,
    ports: prepared.ports,
    databaseUrl: database.value.appUrl,
    symbols: prepared.tape?.choice.symbols ?? prepared.options.symbols,
    tape: prepared.tape,
    withConsole: prepared.options.withConsole,
  });
  const stopped = new AbortController();
  try {
    if (!plans.ok) return { code: 1, sentence: plans.error };
    const supervisor: Supervisor = new Supervisor({
      dataDir: env.dataDir,
      plans: plans.value,
      say: observer.say,
      started: (child) => observer.say(`The ${child} is ready.`),
      ready: () =>
        void whenReady({
          ...{ prepared, database: database.value, supervisor, observer, watchDay },
          stopped: stopped.signal,
        }),
    });
    letStop(supervisor, observer);
    return await supervisor.run();
  } finally {
    // Whoever still watches the day would ask processes that are gone, for ever.
    stopped.abort();
    await database.value.close();
    removeRunFiles(env.dataDir);
  }
}

function letStop(supervisor: Supervisor, observer: StartObserver): void {
  let asked = false;
  observer.stoppable(() => {
    if (asked) return supervisor.stopNow();
    asked = true;
    observer.say("Stopping in order; once more stops at once.");
    supervisor.stop({ code: 0, sentence: "" });
  });
}

interface ReadyParts {
  readonly prepared: Prepared;
  readonly database: DatabaseKeeper;
  readonly supervisor: Supervisor;
  readonly observer: StartObserver;
  readonly watchDay: DayWatch | null;
  readonly stopped: AbortSignal;
}

async function whenReady(parts: ReadyParts): Promise<void> {
  const { prepared, database, supervisor, observer, watchDay } = parts;
  const { env } = prepared.options;
  const addresses = addressesOf(prepared.ports);
  writeSupervisorFile(env.dataDir, supervisorFile(prepared, database.url));
  const link = { env, databaseUrl: database.url, consoleUrl: addresses.console };
  const signInLink = prepared.options.withConsole ? await makeLink(link, observer) : "";
  const report = {
    ...addresses,
    signInLink,
    tape: prepared.tape,
    pid: process.pid,
    folded: supervisor.folded,
  };
  observer.ready(report);
  const outcome = await watchDay?.(report, database.url, parts.stopped);
  if (outcome) supervisor.stop(outcome);
}

function supervisorFile({ options, ports, tape }: Prepared, databaseUrl: string): SupervisorFile {
  const { console, engine, venue, watchdog } = addressesOf(ports);
  const identity = identifyProcess(process.pid) ?? { pid: process.pid, startedAs: "" };
  return {
    ...identity,
    url: options.withConsole ? console : engine,
    startedAt: new Date().toISOString(),
    environment: options.env.environment,
    consoleUrl: options.withConsole ? console : null,
    engineUrl: engine,
    venueUrl: tape === null ? null : venue,
    watchdogUrl: watchdog,
    databaseUrl,
    tape: tape?.sentence ?? "",
  };
}

interface LinkParts {
  readonly env: Env;
  readonly databaseUrl: string;
  readonly consoleUrl: string;
}

async function makeLink(
  { env, databaseUrl, consoleUrl }: LinkParts,
  observer: StartObserver,
): Promise<string> {
  try {
    return await createSignInLink({ databaseUrl, consoleUrl });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const again = ownCommand(env.dataDir, "sign-in-link");
    observer.say(`No sign-in link could be made (${why}): try ${again}.`);
    return "";
  }
}
