import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkoutRoot } from "../../apps/engine/src/config/checkout-root.ts";

/** The programs that a benchmark starts, each as one file, as the product runs them. */
export interface ProgramBundles {
  readonly engine: string;
  readonly venue: string;
}

/** Bundles engine and venue from the sources as they are now; the files are deleted when this process ends. */
export function bundlePrograms(): ProgramBundles {
  const root = checkoutRoot();
  // Beside the packages, so that the bundles find them.
  const folder = join(root, "node_modules", ".cache", `interlock-bench-${process.pid}`);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const engine = join(root, "apps", "engine");
  execFileSync(process.execPath, ["build.mjs", folder], { cwd: engine, stdio: "pipe" });
  return { engine: join(folder, "main.js"), venue: join(folder, "venue.js") };
}
