import type { Random } from "@interlock/alpaca-sim/venue/random";

/** How often each thing goes wrong in one simulation: probabilities from 0 to 1, or times per minute. */
export interface FaultPlan {
  /** A request is refused before any byte leaves. */
  readonly notSent: number;
  /** A request is lost on its way: the venue never sees it. */
  readonly requestLost: number;
  /** The venue carries a request out and its answer is lost. */
  readonly answerLost: number;
  /** A gateway answers 500 for a request that it did not pass on, or 504 for one that it did. */
  readonly serverError: number;
  readonly tooMany: number;
  /** A request or an answer takes seconds. */
  readonly slow: number;
  readonly reportLost: number;
  readonly reportDoubled: number;
  readonly reportLate: number;
  readonly orderStreamCuts: number;
  readonly dataStreamCuts: number;
  readonly crashes: number;
  /** The process dies right after a request left. */
  readonly crashAfterSend: number;
  readonly journalSlow: number;
  /** A write of the journal fails, and the engine with it. */
  readonly journalFails: number;
  readonly leaseLapses: number;
  /** Nothing gets through in either direction for a while. */
  readonly outages: number;
  /** The process stands still for seconds, as after a suspension: what happens meanwhile waits for it. */
  readonly pauses: number;
  /** An order reaches the venue long after everybody has given it up. */
  readonly veryLate: number;
  /** Another program trades on the account. */
  readonly strangers: number;
  /** A start is told that trading must stay halted, or that the watchdog has killed. */
  readonly latches: number;
  readonly commands: number;
  /** The venue takes a cancel and gets stuck in it, for up to a minute. */
  readonly stuckCancels: number;
  /** Somebody replaces an order of ours at the venue. */
  readonly replacements: number;
  /** The broker takes an execution back, or pays money in or out. */
  readonly busts: number;
  readonly transfers: number;
  /** Another engine takes the account for seconds. */
  readonly takenLeases: number;
}

/** What a quiet time has: nothing goes wrong and nobody asks for anything. */
export const NO_FAULTS: FaultPlan = {
  notSent: 0,
  requestLost: 0,
  answerLost: 0,
  serverError: 0,
  tooMany: 0,
  slow: 0,
  reportLost: 0,
  reportDoubled: 0,
  reportLate: 0,
  orderStreamCuts: 0,
  dataStreamCuts: 0,
  crashes: 0,
  crashAfterSend: 0,
  journalSlow: 0,
  journalFails: 0,
  leaseLapses: 0,
  outages: 0,
  pauses: 0,
  veryLate: 0,
  strangers: 0,
  latches: 0,
  commands: 0,
  stuckCancels: 0,
  replacements: 0,
  busts: 0,
  transfers: 0,
  takenLeases: 0,
};

/** The most of each that a seed may draw. */
const WORST: FaultPlan = {
  notSent: 0.1,
  requestLost: 0.2,
  answerLost: 0.25,
  serverError: 0.2,
  tooMany: 0.1,
  slow: 0.25,
  reportLost: 0.2,
  reportDoubled: 0.3,
  reportLate: 0.3,
  orderStreamCuts: 2,
  dataStreamCuts: 2,
  crashes: 1.5,
  crashAfterSend: 0.02,
  journalSlow: 0.2,
  journalFails: 0.001,
  leaseLapses: 1,
  outages: 0.7,
  pauses: 1,
  veryLate: 0.1,
  strangers: 3,
  latches: 0.3,
  commands: 12,
  stuckCancels: 0.3,
  replacements: 4,
  busts: 0.5,
  transfers: 0.5,
  takenLeases: 1,
};

/** Draws a plan: each kind of fault is absent from half of the seeds, so that some seeds show one kind alone. */
export function drawFaults(random: Random): FaultPlan {
  const draw = (most: number): number => (random.unit() < 0.5 ? 0 : random.unit() * most);
  const rarely = (most: number): number => (random.unit() < 0.75 ? 0 : draw(most));
  return {
    notSent: draw(WORST.notSent),
    requestLost: draw(WORST.requestLost),
    answerLost: draw(WORST.answerLost),
    serverError: draw(WORST.serverError),
    tooMany: draw(WORST.tooMany),
    slow: draw(WORST.slow),
    reportLost: draw(WORST.reportLost),
    reportDoubled: draw(WORST.reportDoubled),
    reportLate: draw(WORST.reportLate),
    orderStreamCuts: draw(WORST.orderStreamCuts),
    dataStreamCuts: draw(WORST.dataStreamCuts),
    crashes: draw(WORST.crashes),
    crashAfterSend: draw(WORST.crashAfterSend),
    journalSlow: draw(WORST.journalSlow),
    journalFails: draw(WORST.journalFails),
    leaseLapses: draw(WORST.leaseLapses),
    outages: rarely(WORST.outages),
    pauses: rarely(WORST.pauses),
    veryLate: rarely(WORST.veryLate),
    strangers: rarely(WORST.strangers),
    latches: rarely(WORST.latches),
    commands: draw(WORST.commands),
    stuckCancels: rarely(WORST.stuckCancels),
    replacements: rarely(WORST.replacements),
    busts: rarely(WORST.busts),
    transfers: rarely(WORST.transfers),
    takenLeases: rarely(WORST.takenLeases),
  };
}
