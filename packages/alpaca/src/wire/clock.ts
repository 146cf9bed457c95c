import { z } from "zod";
import { optionalText } from "./scalars.ts";

/** GET /v2/clock; times are RFC 3339 with New York's offset. */
export const wireClock = z.looseObject({
  timestamp: z.string(),
  is_open: z.boolean(),
  next_open: z.string(),
  next_close: z.string(),
});
export type WireClock = z.output<typeof wireClock>;

/** One day of /v2/calendar: `open` and `close` as "09:30", session times as "0400", in New York. */
export const wireCalendarDay = z.looseObject({
  date: z.string(),
  open: z.string(),
  close: z.string(),
  session_open: optionalText,
  session_close: optionalText,
  settlement_date: optionalText,
});
export type WireCalendarDay = z.output<typeof wireCalendarDay>;
