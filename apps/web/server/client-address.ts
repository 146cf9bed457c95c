import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { readProxyTerms } from "@interlock/api/trusted-proxies";

/** The proxies that stand before the console: how many hops, and from which addresses they come. */
export interface TrustedProxies {
  /** So many of the last addresses that proxies name are believed; 0: none stands before. */
  readonly hops: number;
  readonly addresses: BlockList;
}

/** Nobody is believed: a request comes from where its connection does. */
export const NO_PROXIES: TrustedProxies = { hops: 0, addresses: new BlockList() };

/** Reads `TRUSTED_PROXY_HOPS` and `TRUSTED_PROXIES`. Returns a sentence where they cannot be understood. */
export function readProxies(hopsText?: string, addressesText?: string): TrustedProxies | string {
  const read = readProxyTerms(hopsText, addressesText);
  if ("must" in read) {
    const { variable, must } = read;
    const given = variable === "TRUSTED_PROXIES" ? addressesText : hopsText;
    return `${variable} is "${given ?? ""}"; it ${must}.`;
  }
  const addresses = new BlockList();
  for (const { address, family, bits } of read.ranges)
    if (bits === null) addresses.addAddress(address, family);
    else addresses.addSubnet(address, bits, family);
  return { hops: read.hops, addresses };
}

/**
 * Where a request comes from. Each proxy adds, at the end of `x-forwarded-for`, whom it spoke with; the list is read
 * from its end, and only as far as whoever added an entry is a proxy of ours. What a client wrote there itself stands
 * before that, and is never reached.
 */
export function clientAddress(
  { socket, headers }: Pick<IncomingMessage, "socket" | "headers">,
  { hops, addresses }: TrustedProxies,
): string | null {
  let address = plainAddress(socket.remoteAddress ?? "");
  const named = String(headers["x-forwarded-for"] ?? "").split(",");
  for (let hop = 1; hop <= hops && address !== null && isAmong(addresses, address); hop++) {
    const before = plainAddress(named.at(-hop)?.trim() ?? "");
    if (before === null) break;
    address = before;
  }
  return address;
}

function isAmong(addresses: BlockList, address: string): boolean {
  return addresses.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}

/** An address without port and brackets, an IPv4 one in its own form; null for what is none. */
function plainAddress(text: string): string | null {
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1];
  const ported = /^([\d.]+):\d{1,5}$/.exec(text)?.[1];
  const bare = (bracketed ?? ported ?? text).replace(/^::ffff:(?=[\d.]+$)/i, "");
  return isIP(bare) === 0 ? null : bare;
}
