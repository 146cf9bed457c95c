import { THRESHOLDS } from "@interlock/core/golive/gate-table";
import type { InputBody } from "../../input.ts";
import { diskShareOf } from "./host-figures.ts";

/** Often enough that a gate turns red soon; the engine notes what is unchanged once an hour. */
const MEASURE_MS = 60_000;

interface MeasureParts {
  readonly engine: { accept(body: InputBody): void };
  readonly time: { now(): number };
  /** A simulation's time is the tape's: there is no second clock. */
  readonly simulated: boolean;
  readonly dataDir: string;
}

/** Measures clock and disk for the gates of going live, at once and each minute; returns the timer. */
export function measureHost({ engine, time, simulated, dataDir }: MeasureParts): NodeJS.Timeout {
  const measure = (): void => {
    const skewMs = simulated ? null : Date.now() - time.now();
    for (const body of hostEvidence({ diskShare: diskShareOf(dataDir), skewMs }))
      engine.accept(body);
  };
  measure();
  return setInterval(measure, MEASURE_MS);
}

/** What is measured of the host for the gates of going live. */
interface HostMeasures {
  /** Used share of the disk, 0 to 1; null where it cannot be read. */
  readonly diskShare: number | null;
  /** How far this host's clock is from the venue's, in ms; null in a simulation, whose time is the tape's. */
  readonly skewMs: number | null;
}

/** Returns the measures as inputs: the engine notes them, and its gates judge their age. */
function hostEvidence({ diskShare, skewMs }: HostMeasures): readonly InputBody[] {
  return [clock(skewMs), ...(diskShare === null ? [] : [disk(diskShare)])];
}

const HOST = { build: "", by: "the host", source: "measured by the engine" };

function disk(share: number): InputBody {
  const free = `${Math.floor((1 - share) * 100)} % free`;
  const passed = 1 - share >= THRESHOLDS.diskShare;
  const sentence = `The disk of the data folder is ${free}; ${THRESHOLDS.diskShare * 100} % are asked for.`;
  return { kind: "evidence", evidence: { ...HOST, name: "disk", passed, value: free, sentence } };
}

function clock(skewMs: number | null): InputBody {
  const passed = skewMs === null || Math.abs(skewMs) <= THRESHOLDS.clockSkewMs;
  const value = skewMs === null ? "the tape's time" : `${skewMs.toFixed(0)} ms apart`;
  const sentence =
    skewMs === null
      ? "In a simulation all time is the tape's: there is no second clock to differ from."
      : `This host's clock is ${value} from the venue's; ${THRESHOLDS.clockSkewMs} ms are allowed.`;
  return { kind: "evidence", evidence: { ...HOST, name: "clock", passed, value, sentence } };
}
