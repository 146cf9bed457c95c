import type { UnixMs } from "../time.ts";
import { type Evidence, type EvidenceBook, howMeasured } from "./evidence.ts";
import { type Gate, type GateId, GATES } from "./gate-table.ts";
import { isInForce, type GateWaiver } from "./gate-waiver.ts";
import { inheritanceFault } from "./inherited.ts";

/** What a gate says. `unknown` counts as red; amber is red with a waiver in force. */
export type Verdict = "green" | "amber" | "red" | "unknown";

/** A gate as it stands. */
export interface GateReading {
  readonly gate: Gate;
  readonly verdict: Verdict;
  /** What was measured, as people read it. */
  readonly value: string;
  /** Why the verdict is what it is. */
  readonly sentence: string;
  /** When the oldest of it was measured; null where something never was. */
  readonly measuredAt: UnixMs | null;
  /** When it goes stale by itself; null: not by time, or not measured. */
  readonly validUntil: UnixMs | null;
  readonly evidence: readonly Evidence[];
  readonly waiver: GateWaiver | null;
}

/** What the gates are judged on. */
export interface GateGround {
  readonly now: UnixMs;
  readonly evidence: EvidenceBook;
  /** The running build. */
  readonly build: string;
  /** Hash of the running strategies: with the build, the version that runs. */
  readonly strategies: string;
  readonly waivers: readonly GateWaiver[];
}

/** Returns every gate as it stands, in the order of the table. */
export function judgeGates(ground: GateGround): readonly GateReading[] {
  return GATES.map((gate) => judgeGate(gate, ground));
}

/** Returns one gate as it stands. */
function judgeGate(gate: Gate, ground: GateGround): GateReading {
  const { now, waivers } = ground;
  const waiver =
    waivers.find((one) => one.gate === gate.id && gate.waivable && isInForce(one, now)) ?? null;
  const bare = judgeBare(gate, ground);
  if (waiver === null || bare.verdict === "green") return { ...bare, waiver };
  const sentence = `${bare.sentence} Waived by ${waiver.by.name} and ${waiver.approvedBy?.name ?? ""}: ${waiver.reason}`;
  return { ...bare, verdict: "amber", sentence, waiver };
}

function judgeBare(gate: Gate, ground: GateGround): GateReading {
  const found = gate.needs.flatMap((name) => ground.evidence[name] ?? []);
  const values = found.map(({ value }) => value).join("; ");
  const measured = found.map(({ measuredAt }) => measuredAt);
  const complete = found.length === gate.needs.length;
  const measuredAt = complete ? Math.min(...measured) : null;
  const validUntil = measuredAt === null || gate.ttlMs === null ? null : measuredAt + gate.ttlMs;
  const reading = {
    gate,
    value: values === "" ? "—" : values,
    measuredAt,
    validUntil,
    evidence: found,
  };
  const failed = found.find(({ passed }) => !passed);
  if (failed !== undefined) return red(reading, failed.sentence);
  const missing = gate.needs.filter((name) => ground.evidence[name] === undefined);
  if (missing.length > 0) {
    const sentence = `Not measured yet: ${missing.map(howMeasured).join(", ")}. What is unknown counts as red.`;
    return { ...reading, verdict: "unknown", sentence, waiver: null };
  }
  const [foreign] = found.flatMap((one) => buildFault(gate, one, ground) ?? []);
  if (foreign !== undefined) return red(reading, foreign);
  const strange = found.find((one) => !isOfStrategies(gate, one, ground));
  if (strange !== undefined)
    return red(reading, `${strange.value} was measured with other strategies than those that run.`);
  if (validUntil !== null && ground.now >= validUntil)
    return red(reading, "The measurement is too old: it must be made anew.");
  const sentence = found.map((one) => one.sentence).join(" ");
  return { ...reading, verdict: "green", sentence, waiver: null };
}

function red(reading: Omit<GateReading, "verdict" | "sentence" | "waiver">, sentence: string) {
  return { ...reading, verdict: "red" as const, sentence, waiver: null };
}

/** Says why a measurement is not of the running build; only what is about a version is inherited. */
function buildFault({ measuredOn }: Gate, one: Evidence, ground: GateGround): string | null {
  if (measuredOn === "any") return null;
  const { build, evidence } = ground;
  const replay = measuredOn === "version" ? evidence.replay : undefined;
  return inheritanceFault(one, { build, replay });
}

/** A version is a build and its strategies: what does not say which it was measured with is of none. */
function isOfStrategies({ measuredOn }: Gate, one: Evidence, { strategies }: GateGround): boolean {
  return measuredOn !== "version" || one.strategies === strategies;
}

/** Tells whether nothing keeps live trading from beginning: every gate green, or amber by a waiver. */
export function allPass(readings: readonly GateReading[]): boolean {
  return readings.length > 0 && readings.every(({ verdict }) => passes(verdict));
}

/** Tells whether a verdict lets live trading begin. */
export function passes(verdict: Verdict): boolean {
  return verdict === "green" || verdict === "amber";
}

/** Returns the verdicts as a short text: a vote is for exactly these, and another text clears it. */
export function verdictText(readings: readonly GateReading[]): string {
  return readings.map(({ gate, verdict }) => `${gate.id}:${verdict}`).join(" ");
}

/** Returns the gates that keep live trading from beginning. */
export function openGates(readings: readonly GateReading[]): readonly GateId[] {
  return readings.filter(({ verdict }) => !passes(verdict)).map(({ gate }) => gate.id);
}
