/**
 * How long a session lasts, after NIST SP 800-63B (AAL2) and ASVS 7.3: twelve hours in all, and one hour without a
 * request of the browser. An open page asks every quarter of an hour, so that nobody who watches is shut out; one that
 * is closed, or on a machine that sleeps, does not. The kill token outlives both.
 */
export const SESSION_LIFE_MS = 12 * 3_600_000;
export const SESSION_IDLE_MS = 3_600_000;
/** Within this time of a sign-in a person may change how they sign in without a further confirmation. */
export const SIGN_IN_FRESH_MS = 15 * 60_000;
