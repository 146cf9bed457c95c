import { expect, test } from "vitest";
import { readProxyTerms } from "./trusted-proxies.ts";

test("proxies are named one by one or by range, of both families, with spaces and empty parts between", () => {
  expect(readProxyTerms("2", " 127.0.0.1, 10.0.0.0/8,, ::1,fd00::/8 ")).toEqual({
    hops: 2,
    ranges: [
      { address: "127.0.0.1", family: "ipv4", bits: null },
      { address: "10.0.0.0", family: "ipv4", bits: 8 },
      { address: "::1", family: "ipv6", bits: null },
      { address: "fd00::", family: "ipv6", bits: 8 },
    ],
  });
  expect(readProxyTerms()).toEqual({ hops: 0, ranges: [] });
});

test.each([
  ["many", "127.0.0.1", "TRUSTED_PROXY_HOPS", "from 0 to 5"],
  ["-1", "127.0.0.1", "TRUSTED_PROXY_HOPS", "from 0 to 5"],
  ["1e0", "127.0.0.1", "TRUSTED_PROXY_HOPS", "from 0 to 5"],
  ["6", "127.0.0.1", "TRUSTED_PROXY_HOPS", "from 0 to 5"],
  ["1", "", "TRUSTED_PROXIES", "addresses that your proxies connect from"],
  ["1", " , ", "TRUSTED_PROXIES", "addresses that your proxies connect from"],
  ["0", "10.0.0.0/99", "TRUSTED_PROXIES", "such as 127.0.0.1 or 10.0.0.0/8"],
  ["1", "10.0.0.0/", "TRUSTED_PROXIES", "such as 127.0.0.1 or 10.0.0.0/8"],
  ["1", "127.0.0.1,proxy.example", "TRUSTED_PROXIES", "such as 127.0.0.1 or 10.0.0.0/8"],
  ["1", "fd00::/129", "TRUSTED_PROXIES", "such as 127.0.0.1 or 10.0.0.0/8"],
])("refuses %s hops from '%s', and names %s", (hops, addresses, variable, must) => {
  expect(readProxyTerms(hops, addresses)).toEqual({
    variable,
    must: expect.stringContaining(must) as string,
  });
});
