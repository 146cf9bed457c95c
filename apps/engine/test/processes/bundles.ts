import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkoutRoot } from "../../src/config/checkout-root.ts";

/** Each program as one file, built from the sources as they are now. */
export interface Bundles {
  readonly engine: string;
  readonly venue: string;
  readonly cli: string;
  /** Returns a program of the test's own. */
  own(name: string): string;
  /** Deletes them. */
  remove(): void;
}

/**
 * Bundles engine and venue for one test file, as the product runs them: a process that has to compile its sources first
 * is slow to start, and here many are started. A test may add programs of its own, by name and file. They lie where
 * the packages of the checkout are found.
 */
export function buildBundles(own: Readonly<Record<string, string>> = {}): Bundles {
  const root = checkoutRoot();
  const folder = join(root, "node_modules", ".cache", `interlock-processes-${process.pid}`);
  const engine = join(root, "apps", "engine");
  const programs = Object.entries(own).map(([name, file]) => `${name}=${file}`);
  execFileSync(process.execPath, ["build.mjs", folder, ...programs], {
    cwd: engine,
    stdio: "pipe",
  });
  return {
    engine: join(folder, "main.js"),
    venue: join(folder, "venue.js"),
    cli: join(folder, "cli.js"),
    own: (name) => join(folder, `${name}.js`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
