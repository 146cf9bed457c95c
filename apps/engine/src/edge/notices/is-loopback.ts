const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/** Tells whether an address is of this machine, where no other can listen in. */
export function isLoopback(address: string): boolean {
  return LOOPBACK_HOSTS.includes(new URL(address).hostname);
}
