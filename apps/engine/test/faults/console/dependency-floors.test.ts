import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkoutRoot } from "../../../src/config/checkout-root.ts";

const floors = z
  .array(z.strictObject({ package: z.string(), atLeast: z.string(), closes: z.string() }))
  .parse(read("config/security-floors.json"));
const lock = z
  .object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
  .parse(read("package-lock.json"));

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(checkoutRoot(), path), "utf8"));
}

/** Every copy of a package that would be installed: the hole is in the one that is nested deepest, too. */
function versionsOf(name: string, packages: typeof lock.packages): string[] {
  return Object.entries(packages).flatMap(([path, { version }]) =>
    path.endsWith(`node_modules/${name}`) && version !== undefined ? [version] : [],
  );
}

/** Whether a version is below another; one that is not final is below its final one. */
function isBelow(version: string, floor: string): boolean {
  const [numbers = "", rest] = version.split("-", 2);
  const parts = numbers.split(".").map(Number);
  const floors = floor.split(".").map(Number);
  for (const [at, least] of floors.entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part < least;
  }
  return rest !== undefined;
}

describe("what is installed", () => {
  test.each(floors)("W24 has no $package below $atLeast, which closed $closes", (floor) => {
    const versions = versionsOf(floor.package, lock.packages);
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => isBelow(version, floor.atLeast))).toEqual([]);
  });

  test("W24 would be told of an older copy, wherever it is nested", () => {
    const nested = { "apps/web/node_modules/next": { version: "16.2.4" } };
    const versions = versionsOf("next", { ...lock.packages, ...nested });
    expect(versions.filter((version) => isBelow(version, "16.2.5"))).toEqual(["16.2.4"]);
    expect(["16.2.5-canary.1", "15.9.9", "16.1.9"].every((one) => isBelow(one, "16.2.5"))).toBe(
      true,
    );
    expect(["16.2.5", "16.10.0", "17.0.0"].some((one) => isBelow(one, "16.2.5"))).toBe(false);
  });
});
