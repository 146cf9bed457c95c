import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** The proxies that stand before the console: how many hops, and from which addresses they come. */
export interface TrustedProxies {
  /** So many of the last addresses that proxies name are believed; 0: none stands before. */
  readonly hops: number;
  readonly addresses: BlockList;
}

/** Nobody is believed: a request comes from where its connection does. */
export const NO_PROXIES: TrustedProxies = { hops: 0, addresses: new BlockList() };

export const HOPS_MAX = 5;

/**
 * Reads `TRUSTED_PROXY_HOPS` and `TRUSTED_PROXIES`, e.g. "1" and "127.0.0.1, 10.0.0.0/8". Returns a sentence that says
 * what is allowed where they cannot be understood.
 */
export function readProxies(hopsText = "", addressesText = ""): TrustedProxies | string {
  const hops = hopsText === "" ? 0 : Number(hopsText);
  if (!Number.isInteger(hops) || hops < 0 || hops > HOPS_MAX)
    return `TRUSTED_PROXY_HOPS is "${hopsText}"; it must be a whole number from 0 to ${HOPS_MAX}.`;
  const addresses = new BlockList();
  const named = addressesText.split(",").map((part) => part.trim());
  for (const part of named.filter((text) => text !== ""))
    if (!addRange(addresses, part))
      return `TRUSTED_PROXIES names "${part}"; it must be a list of addresses such as 127.0.0.1 or 10.0.0.0/8.`;
  if (hops > 0 && addresses.rules.length === 0)
    return "TRUSTED_PROXY_HOPS is set without TRUSTED_PROXIES: name the addresses that your proxies connect from.";
  return { hops, addresses };
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

function addRange(addresses: BlockList, text: string): boolean {
  const [address = "", bits] = text.split("/", 2);
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  if (bits === undefined) {
    addresses.addAddress(address, family);
    return true;
  }
  const prefix = Number(bits);
  if (!/^\d{1,3}$/.test(bits) || prefix > (version === 4 ? 32 : 128)) return false;
  addresses.addSubnet(address, prefix, family);
  return true;
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
