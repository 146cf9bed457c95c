/**
 * How a connection to a venue is secured: TLS 1.2 or newer, with a certificate that somebody vouches for. Said here,
 * and not left to what the process was started with, so that no variable and no flag of Node can turn it off.
 */
export const VENUE_TLS = { minVersion: "TLSv1.2", rejectUnauthorized: true } as const;
