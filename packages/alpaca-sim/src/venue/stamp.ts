import { newYorkOffsetMs } from "@interlock/core/market/new-york-time";
import { fail, ok, type Result } from "@interlock/core/result";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";

declare const stampKind: unique symbol;
/** An instant as RFC 3339 text in UTC with nine decimals. Of equal length, so that text order is time order. */
export type Stamp = string & { readonly [stampKind]: "Stamp" };

const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT_PATTERN =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:?\d{2})$/;

/** Returns the stamp of a millisecond and the nanoseconds (0–999999) that have passed within it. */
export function stampOf(ms: UnixMs, nanos = 0): Stamp {
  return `${new Date(ms).toISOString().slice(0, -1)}${String(nanos).padStart(6, "0")}Z` as Stamp;
}

/** Reads an RFC 3339 instant, or a date as its midnight in UTC. */
export function parseInstant(text: string): Result<Stamp> {
  const wanted = `time "${text.slice(0, 40)}" must be RFC 3339, such as 2026-11-20T14:30:00Z, or YYYY-MM-DD`;
  const isDate = DAY_PATTERN.test(text);
  const match = isDate ? null : INSTANT_PATTERN.exec(text.replace(" ", "+"));
  if (!isDate && match === null) return fail(wanted);
  const plain = isDate
    ? `${text}T00:00:00Z`
    : `${match?.[1]}T${match?.[2]}${zone(match?.[4] ?? "Z")}`;
  const ms = Date.parse(plain);
  if (!Number.isFinite(ms)) return fail(wanted);
  const nanos = (match?.[3] ?? "").padEnd(9, "0");
  return ok(stampOf(ms + Number(nanos.slice(0, 3)), Number(nanos.slice(3))));
}

function zone(text: string): string {
  if (text === "Z" || text === "z") return "Z";
  return text.includes(":") ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}

/** Returns the milliseconds of a stamp. */
export function stampMs(stamp: Stamp): UnixMs {
  return Date.parse(`${stamp.slice(0, 23)}Z`);
}

/** Writes an instant with New York's offset, as the clock endpoint does, e.g. "2013-10-08T09:30:00-04:00". */
export function newYorkText(ms: UnixMs): string {
  const offset = newYorkOffsetMs(ms);
  const local = new Date(ms + offset).toISOString();
  const time = ms % 1_000 === 0 ? local.slice(0, 19) : `${local.slice(0, 23)}000000`;
  const hours = String(Math.abs(offset) / (60 * MINUTE_MS)).padStart(2, "0");
  return `${time}${offset < 0 ? "-" : "+"}${hours}:00`;
}
