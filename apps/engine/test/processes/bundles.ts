import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkoutRoot } from "../../src/config/checkout-root.ts";

/** Each program as one file, built from the sources as they are now. */
export interface Bundles {
  readonly engine: string;
  readonly venue: string;
  readonly cli: string;
  /** Deletes them. */
  remove(): void;
}

/**
 * Bundles engine and venue for one test file, as the product runs them: a process that has to compile its sources first
 * is slow to start, and here many are started. They lie where the packages of the checkout are found.
 */
export function buildBundles(): Bundles {
  const root = checkoutRoot();
  const folder = join(root, "node_modules", ".cache", `interlock-processes-${process.pid}`);
  const engine = join(root, "apps", "engine");
  execFileSync(process.execPath, ["build.mjs", folder], { cwd: engine, stdio: "pipe" });
  return {
    engine: join(folder, "main.js"),
    venue: join(folder, "venue.js"),
    cli: join(folder, "cli.js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
