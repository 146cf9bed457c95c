import { createVenue, type VenueConfig } from "@interlock/alpaca-sim/venue/venue-state";
import { Random } from "@interlock/alpaca-sim/venue/random";
import { money } from "@interlock/core/number/money";
import { auditQuiet, auditReplay } from "./auditor/audit-quiet.ts";
import { Auditor } from "./auditor/auditor.ts";
import type { Violation } from "./auditor/findings.ts";
import type { Defect } from "./defects/defect.ts";
import { tamperCheck } from "./defects/tamper-check.ts";
import { type EngineProcess, recoverState } from "./engine/engine-process.ts";
import { drawFaults } from "./fault-plan.ts";
import { Broker } from "./venue/broker.ts";
import { LateLog } from "./venue/late-log.ts";
import { OrderReports } from "./venue/order-reports.ts";
import { RestNetwork } from "./venue/rest-network.ts";
import { Night } from "./venue/night.ts";
import { silence } from "./engine/restless.ts";
import { Scheduler } from "./scheduler.ts";
import { SimulatedDisk } from "./engine/simulated-journal.ts";
import { Stranger } from "./venue/stranger.ts";
import { SimulatedMarket, SYMBOLS } from "./venue/simulated-market.ts";
import type { CommandBody } from "../../src/operator/operator-command.ts";
import { SimulatedOperator } from "./engine/simulated-operator.ts";
import { hasDesk, SimulatedDesk, withDesk } from "./engine/simulated-desk.ts";
import { SimulatedOverrides } from "./engine/simulated-overrides.ts";
import { drawSettings, withBrokerStops, withLimits } from "./engine/simulated-settings.ts";
import { Supervision } from "./engine/supervision.ts";
import { Surroundings } from "./surroundings.ts";
import { VenueFloor } from "../../src/backtest/venue/venue-floor.ts";

/** What one simulation came to. */
export interface SimulationResult {
  readonly seed: string;
  readonly violations: readonly Violation[];
  /** Over every byte of the journal. */
  readonly journalHash: string;
  readonly entries: number;
  readonly orders: number;
  readonly executions: number;
  readonly starts: number;
}

/** Nothing is wrong. */
export const SOUND: Defect = { name: "none", breaks: "" };

/** 10:00 in New York on Tuesday, 2026-06-16: a regular session. */
const MORNING = Date.UTC(2026, 5, 16, 14, 0, 0);
/** Two minutes before the close of that day. */
const LATE = Date.UTC(2026, 5, 16, 19, 58, 0);
const LATE_SHARE = 0.12;
const BUSY_MS = { least: 100_000, most: 260_000 };
/** Nothing goes wrong any more; the market goes on. */
const CALM_MS = 60_000;
/** Nothing is wanted any more either: what is under way comes to its end, in this time at most. */
const QUIET_MS = { least: 30_000, most: 180_000 };
/** Without a market nothing new begins. */
const STILL_MS = 8_000;

/** The whole engine against the whole venue, in one process, by one seed: the same seed does the same, to the byte. */
export async function simulate(seed: string, defect: Defect = SOUND): Promise<SimulationResult> {
  const restore = tamperCheck(defect);
  try {
    return await run(seed, defect);
  } finally {
    restore();
  }
}

async function run(seed: string, defect: Defect): Promise<SimulationResult> {
  const world = makeWorld(seed, defect);
  const { surroundings, auditor, supervision, operator, floor, disk } = world;
  const now = () => surroundings.scheduler.now;
  await runUntil(surroundings, now() + surroundings.between(BUSY_MS.least, BUSY_MS.most));
  surroundings.calm();
  supervision.calm();
  await runUntil(surroundings, now() + CALM_MS);
  // Half of the seeds end as a kill left them, the others as a person's resume does. What the venue's log lists only
  // after a person took its side over is a difference anew, which a person ends.
  const mustLook = auditor.book.adoptions.length > 0 || operator.seesBreak;
  if (!auditor.isAlone || auditor.isBent || mustLook) operator.settle();
  else if (surroundings.random.unit() < 0.5) operator.resume();
  if (supervision.process !== null) silence(supervision.process.views);
  await runUntil(surroundings, now() + QUIET_MS.least);
  const last = now() + QUIET_MS.most;
  while (!supervision.isAtRest && now() < last) await runUntil(surroundings, now() + 500);
  world.market.stop();
  await runUntil(surroundings, now() + STILL_MS);
  // A minute may end right now, and its bar be on its way to the device.
  while (supervision.process?.journal.isWriting === true) await runUntil(surroundings, now() + 5);
  auditEnd(world);
  return {
    seed,
    violations: auditor.findings.violations,
    journalHash: disk.hash(),
    entries: disk.entries.length,
    orders: floor.venue.orders.size,
    executions: floor.venue.executions.length,
    starts: supervision.starts,
  };
}

interface World extends Ended {
  readonly surroundings: Surroundings;
  readonly floor: VenueFloor;
  readonly market: SimulatedMarket;
}

/** Puts everything together that takes part, and has it begin. */
function makeWorld(seed: string, defect: Defect): World {
  const random = new Random(seed);
  const startAt = random.unit() < LATE_SHARE ? LATE : MORNING;
  const scheduler = new Scheduler(startAt, random);
  const surroundings = new Surroundings(scheduler, random, drawFaults(random));
  const now = () => scheduler.now;
  const disk = new SimulatedDisk();
  const reports = new OrderReports(surroundings);
  const floor = new VenueFloor(createVenue(venueConfig(seed, random, startAt)), now, (events) =>
    reports.tell(events),
  );
  floor.lists = new LateLog(surroundings, seed).lists;
  const limited = withLimits(drawSettings(random), defect.limits);
  const settings = withDesk(withBrokerStops(limited, seed), seed);
  const auditor = new Auditor(floor, disk, now);
  const operator: SimulatedOperator = new SimulatedOperator(
    surroundings,
    () => supervision.process,
  );
  const supervision = new Supervision({
    surroundings,
    disk,
    defect,
    reports,
    auditor,
    settings,
    client: { network: new RestNetwork(surroundings), floor, witness: auditor },
    onAnswer: (id, accepted) => operator.answered(id, accepted),
  });
  const market = new SimulatedMarket(surroundings, floor, (event) => supervision.tellMarket(event));
  market.start();
  supervision.start();
  operator.start();
  const give = (body: CommandBody) => operator.give(body);
  new SimulatedOverrides(surroundings, seed, { engine: () => supervision.process, give }).start();
  if (hasDesk(seed)) startDesk(surroundings, seed, { engine: () => supervision.process, operator });
  startOthers(surroundings, floor, auditor);
  return { surroundings, disk, floor, auditor, operator, supervision, market };
}

/** Other people, without whom nobody raises a risk. */
function startDesk(
  surroundings: Surroundings,
  seed: string,
  { engine, operator }: { engine: () => EngineProcess | null; operator: SimulatedOperator },
): void {
  const desk = new SimulatedDesk(surroundings, seed, {
    engine,
    give: (body, actor) => operator.give(body, actor),
  });
  operator.joinDesk((ask) => desk.ask(ask));
  desk.start();
}

/** Other hands on the account: a program, and the broker. */
function startOthers(surroundings: Surroundings, floor: VenueFloor, auditor: Auditor): void {
  const mayTrade = () => auditor.admitStranger();
  new Stranger(surroundings, floor, mayTrade).start();
  const mayBend = () => auditor.admitBending();
  new Broker(surroundings, floor, { mayReplace: mayTrade, mayBend }).start();
  if (surroundings.scheduler.now === LATE)
    new Night(surroundings, floor, () => auditor.truth.underway.length === 0).start();
}

interface Ended {
  readonly auditor: Auditor;
  readonly supervision: Supervision;
  readonly operator: SimulatedOperator;
  readonly disk: SimulatedDisk;
}

function auditEnd({ auditor, supervision, operator, disk }: Ended): void {
  const { process } = supervision;
  if (process === null) return auditor.findings.add("I14", "no engine runs at the end");
  auditQuiet(auditor, process);
  auditReplay(auditor, process.state, recoverState(disk, SOUND, false));
  for (const id of operator.unanswered) auditor.findings.add("I9", `${id} was never answered`);
}

/** Runs what is planned; between two events everything that was promised comes about. A night lasts no time. */
async function runUntil(surroundings: Surroundings, until: number): Promise<void> {
  const { scheduler } = surroundings;
  const before = scheduler.leapt;
  while (scheduler.step(until + scheduler.leapt - before))
    if (surroundings.takeStir()) await new Promise((resolve) => setImmediate(resolve));
}

const ACKNOWLEDGMENTS: readonly VenueConfig["acknowledgedAs"][] = [
  "pending_new",
  "accepted",
  "new",
];

function venueConfig(seed: string, random: Random, startAt: number): VenueConfig {
  return {
    seed,
    accountId: "5f2a1d3e-0000-4000-8000-000000000001",
    accountNumber: "PA1SIMULATED",
    symbols: SYMBOLS,
    startAt,
    partialFills: 0,
    cash: money("100000"),
    previousCloses: new Map(),
    acknowledgedAs: ACKNOWLEDGMENTS[random.below(ACKNOWLEDGMENTS.length)] ?? "new",
  };
}
