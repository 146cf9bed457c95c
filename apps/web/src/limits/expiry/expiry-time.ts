import { parseIsoDate, fromIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { dateText, hourAndMinute } from "../../format/time-text.ts";

/** Writes an instant as the value of a field for date and time, on New York's clocks, in whole minutes. */
export function fieldText(at: number): string {
  return `${dateText(at, "ET")}T${hourAndMinute(at, "ET")}`;
}

/** Reads such a field as an instant; null while it is not whole. */
export function readField(text: string): number | null {
  const [, date = "", hour = "", minute = ""] =
    /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::\d\d)?$/.exec(text) ?? [];
  const day = parseIsoDate(date);
  if (!day.ok || Number(hour) > 23 || Number(minute) > 59) return null;
  return newYorkInstant(fromIsoDate(day.value), Number(hour) * 60 + Number(minute));
}
