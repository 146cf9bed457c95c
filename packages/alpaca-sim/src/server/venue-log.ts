import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import { z } from "zod";
import type { Command } from "../venue/venue-input.ts";

/**
 * What lets a venue outlive its process. The venue is a function of its configuration, the tape and the commands: so
 * the commands are the log, each with its place on the tape, written before it is answered, and marks of how far the
 * tape was played, written before the reports of a fill leave. A restart plays the tape to the last place and
 * gives the commands again. Guaranteed after the end of the process at any instant: every order, cancel and fill
 * that was ever told. Not guaranteed: the same after a loss of power, for nothing is forced to the disk; and up to
 * a second of market data may be sent again.
 */

const FORMAT = 1;
const HEADER = z.object({ format: z.number(), venue: z.string() });
const LINE = z.object({
  position: z.number(),
  at: z.number(),
  command: z.looseObject({ kind: z.string(), at: z.number() }).optional(),
});

/** One line: a place on the tape, and the command that was carried out there, if any. */
export interface LogLine {
  readonly position: number;
  readonly at: UnixMs;
  readonly command: Command | null;
}

/** The open log of a venue. */
export class VenueLog {
  readonly #file: string;
  #position = -1;

  /** Appends to a file that was opened by `openVenueLog`. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Notes a command at its place. */
  command(position: number, command: Command): void {
    this.#append({ position, at: command.at, command });
  }

  /** Notes how far the tape was played. */
  mark(position: number, at: UnixMs): void {
    if (position !== this.#position) this.#append({ position, at });
  }

  #append(line: Record<string, unknown> & { readonly position: number }): void {
    this.#position = line.position;
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** Opens or begins the log in a folder. `venue` names what the log belongs to: another venue's log is refused. */
export function openVenueLog(
  folder: string,
  venue: string,
): Result<{ readonly log: VenueLog; readonly lines: readonly LogLine[] }> {
  const file = join(folder, "venue-log.jsonl");
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ format: FORMAT, venue })}\n`);
    const lines = readLines(file, venue);
    return lines.ok ? ok({ log: new VenueLog(file), lines: lines.value }) : lines;
  } catch (error: unknown) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      `state folder "${folder}" cannot be used (${reason}); allowed is a writable folder`,
    );
  }
}

function readLines(file: string, venue: string): Result<LogLine[]> {
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  const [first = "", ...rest] = whole.split("\n").slice(0, -1);
  const header = HEADER.safeParse(parse(first));
  if (!header.success || header.data.format !== FORMAT) {
    return fail(`"${file}" line 1 is not the heading of a venue log of format ${FORMAT}`);
  }
  if (header.data.venue !== venue) {
    return fail(
      `"${file}" belongs to another venue (${header.data.venue}, this is ${venue}); choose another state folder`,
    );
  }
  const lines: LogLine[] = [];
  for (const [index, line] of rest.entries()) {
    const read = LINE.safeParse(parse(line));
    if (!read.success)
      return fail(`"${file}" line ${index + 2} is damaged: "${line.slice(0, 60)}"`);
    const { position, at, command } = read.data;
    lines.push({ position, at, command: command === undefined ? null : asCommand(command) });
  }
  return ok(lines);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The log is the venue's own: what it wrote, it reads back as what it was. */
function asCommand(value: object): Command {
  return value as Command;
}
