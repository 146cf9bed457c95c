import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { ControlSocketClient } from "../../operator/control-socket-client.ts";
import { type DaySummary, runDaySummary } from "../../replay/day-summary.ts";
import { runPath } from "../run-files.ts";
import type { Outcome } from "../supervisor-machine.ts";

/** Where a day is watched from. */
export interface DayParts {
  readonly dataDir: string;
  readonly venueUrl: string;
  readonly databaseUrl: string;
  readonly say: (sentence: string) => void;
  /** Told the summary before everything stops. */
  readonly summary: (summary: DaySummary) => void;
  /** Aborted when everything is stopped: nobody is left who could answer. */
  readonly signal: AbortSignal;
}

const LOOK_MS = 500;
const SAY_EVERY_MS = 5_000;
const ANSWER_MS = 5_000;

const tapeReport = z.object({
  events_sent: z.number(),
  events_total: z.number().nullable(),
  events_per_second: z.number(),
  venue_time: z.string(),
  finished: z.boolean(),
});
type TapeReport = z.infer<typeof tapeReport>;

const engineReport = z.object({ settled: z.boolean(), journalSeq: z.number() });

/**
 * Waits until the tape is finished and the engine has dealt with all of it, then sums the day up and judges it. Returns
 * null, and leaves nothing that keeps the process alive, when everything is stopped before.
 */
export async function watchDay(parts: DayParts): Promise<Outcome | null> {
  try {
    return await judgeDay(parts);
  } catch (error) {
    if (parts.signal.aborted) return null;
    throw error;
  }
}

async function judgeDay(parts: DayParts): Promise<Outcome> {
  const startedAt = performance.now();
  const events = await untilFinished(parts);
  parts.say("The day is over; ledger, venue, database and journal are compared.");
  await untilSettled(parts);
  const seconds = (performance.now() - startedAt) / 1_000;
  try {
    const summary = await runDaySummary({
      dataDir: parts.dataDir,
      venueUrl: parts.venueUrl,
      databaseUrl: parts.databaseUrl,
      engineSocket: runPath(parts.dataDir, "engine.sock"),
      pace: { events, seconds },
      signal: parts.signal,
    });
    parts.summary(summary);
    if (summary.agrees) return { code: 0, sentence: "" };
    return { code: 1, sentence: "The books do not agree: see the summary above." };
  } catch (error) {
    parts.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return { code: 1, sentence: `The day could not be summed up: ${why}` };
  }
}

/** Returns how many events the tape sent meanwhile. */
async function untilFinished({ venueUrl, say, signal }: DayParts): Promise<number> {
  let saidAt = performance.now();
  let before: number | null = null;
  for (;;) {
    const report = await askTape(venueUrl, signal);
    before ??= report?.events_sent ?? null;
    if (report?.finished === true) return report.events_sent - (before ?? 0);
    if (report !== null && performance.now() - saidAt >= SAY_EVERY_MS) {
      saidAt = performance.now();
      say(describeTape(report));
    }
    await pause(LOOK_MS, undefined, { signal });
  }
}

/** Null while the venue does not answer: it is started again, and goes on where it was. */
async function askTape(venueUrl: string, signal: AbortSignal): Promise<TapeReport | null> {
  try {
    const response = await fetch(`${venueUrl}/sim/tape`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    return tapeReport.parse(await response.json());
  } catch {
    return null;
  }
}

function describeTape({ events_sent: sent, events_total: total, ...rest }: TapeReport): string {
  const share =
    total === null
      ? `${sent} events`
      : `${sent} of ${total} events (${Math.floor((100 * sent) / total)} %)`;
  return `${share}, ${rest.events_per_second} a second, venue time ${rest.venue_time}.`;
}

/** The engine is done once it has nothing in hand twice in a row and its journal has not grown in between. */
async function untilSettled({ dataDir, signal }: DayParts): Promise<void> {
  let settledAt: number | null = null;
  for (;;) {
    const report = await askEngine(dataDir);
    if (report?.settled === true && report.journalSeq === settledAt) return;
    settledAt = report?.settled === true ? report.journalSeq : null;
    await pause(LOOK_MS, undefined, { signal });
  }
}

async function askEngine(dataDir: string): Promise<z.infer<typeof engineReport> | null> {
  const client = await ControlSocketClient.open(runPath(dataDir, "engine.sock"));
  if (!client.ok) return null;
  const status = await client.value.status(ANSWER_MS);
  client.value.close();
  const report = engineReport.safeParse(status.ok ? status.value : null);
  return report.success ? report.data : null;
}
