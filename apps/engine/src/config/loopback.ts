/**
 * Where edge and watchdog listen: this machine alone. Health and metrics ask nobody who they are, and the console's
 * own server is the only way in from elsewhere.
 */
export const LOOPBACK = "127.0.0.1";

/** Whether an address leads to this machine alone. */
export function isOwnMachine(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}
