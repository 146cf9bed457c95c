import { z } from "zod";

/** Addresses that proxies connect from: one, or all that begin with the same bits. */
export interface ProxyRange {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  /** How many of its first bits count; null: all. */
  readonly bits: number | null;
}

/** The proxies before the console; so many hops of them are believed, 0: none stands before. */
export interface ProxyTerms {
  readonly hops: number;
  readonly ranges: readonly ProxyRange[];
}

/** What is wrong with one of the two variables, and what it must be. */
export interface ProxyFault {
  readonly variable: "TRUSTED_PROXY_HOPS" | "TRUSTED_PROXIES";
  readonly must: string;
}

const HOPS_MAX = 5;
const ADDRESSES = "must be a list of addresses such as 127.0.0.1 or 10.0.0.0/8";
const UNNAMED =
  "must name the addresses that your proxies connect from, for TRUSTED_PROXY_HOPS is set: such as 127.0.0.1 or 10.0.0.0/8";

const FAMILIES = [
  { family: "ipv4", one: z.ipv4(), many: z.cidrv4() },
  { family: "ipv6", one: z.ipv6(), many: z.cidrv6() },
] as const;

/**
 * Reads the variables `TRUSTED_PROXY_HOPS` and `TRUSTED_PROXIES`, e.g. "1" and "127.0.0.1, 10.0.0.0/8"; absent and
 * empty are the same. The start and the console both read them by this, so that neither takes what the other refuses.
 */
export function readProxyTerms(hopsText = "", addressesText = ""): ProxyTerms | ProxyFault {
  const hops = hopsText === "" ? 0 : Number(hopsText);
  if (!/^\d?$/.test(hopsText) || hops > HOPS_MAX)
    return {
      variable: "TRUSTED_PROXY_HOPS",
      must: `must be a whole number from 0 to ${HOPS_MAX}`,
    };
  const parts = addressesText.split(",").map((part) => part.trim());
  const ranges = parts.filter((part) => part !== "").map(rangeOf);
  const known = ranges.filter((range) => range !== null);
  if (known.length < ranges.length) return { variable: "TRUSTED_PROXIES", must: ADDRESSES };
  if (hops > 0 && known.length === 0) return { variable: "TRUSTED_PROXIES", must: UNNAMED };
  return { hops, ranges: known };
}

function rangeOf(text: string): ProxyRange | null {
  const [address = "", bits] = text.split("/", 2);
  for (const { family, one, many } of FAMILIES) {
    if (bits === undefined && one.safeParse(text).success) return { address, family, bits: null };
    if (many.safeParse(text).success) return { address, family, bits: Number(bits) };
  }
  return null;
}
