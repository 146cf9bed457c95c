import { describe, expect, test } from "vitest";
import { lockfileFaults } from "./check-lockfile.mjs";

describe("the lock file", () => {
  test("is sound when every platform's package has its entry and no host is named", () => {
    const packages = {
      "node_modules/turbo": {
        version: "2.0.0",
        optionalDependencies: { "@turbo/linux-64": "2.0.0" },
      },
      "node_modules/@turbo/linux-64": { version: "2.0.0" },
      "node_modules/@interlock/core": { resolved: "packages/core", link: true },
    };
    expect(lockfileFaults(packages)).toEqual([]);
  });

  test("lacks a platform that npm silently left out", () => {
    const packages = {
      "node_modules/turbo": {
        version: "2.0.0",
        optionalDependencies: { "@turbo/darwin-arm64": "2.0.0" },
      },
    };
    expect(lockfileFaults(packages)).toEqual([expect.stringContaining("@turbo/darwin-arm64")]);
  });

  test("lacks a required peer, but not an optional one", () => {
    const packages = {
      "node_modules/recharts": {
        peerDependencies: { "react-is": "*", vitest: "*" },
        peerDependenciesMeta: { vitest: { optional: true } },
      },
    };
    expect(lockfileFaults(packages)).toEqual([expect.stringContaining("react-is")]);
  });

  test("names a host", () => {
    const packages = { "node_modules/ws": { resolved: "https://example.com/ws-8.0.0.tgz" } };
    expect(lockfileFaults(packages)).toEqual([expect.stringContaining("names a host")]);
  });

  test("installs a package whose place config/absent should take", () => {
    const packages = {
      "node_modules/sharp": { resolved: "config/absent/sharp", link: true },
      "node_modules/next/node_modules/sharp": { version: "0.36.0" },
    };
    expect(lockfileFaults(packages)).toEqual([expect.stringContaining("0.36.0")]);
  });
});
