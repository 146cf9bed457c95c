declare const msUnit: unique symbol;
/** Milliseconds since 1970-01-01T00:00:00Z, by the venue's clock wherever trading is decided. */
export type UnixMs = number & { readonly [msUnit]?: "UnixMs" };

/** Milliseconds in a second, a minute and a day. */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
