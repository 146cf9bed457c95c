import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkoutRoot } from "../../config/checkout-root.ts";
import type { ChildName } from "../run-files.ts";

/** Each program as source, and as the bundle that the build makes of it. */
const PROGRAMS: Readonly<
  Record<ChildName, { readonly source: string | null; readonly bundle: string }>
> = {
  venue: { source: "packages/alpaca-sim/src/main.ts", bundle: "apps/engine/dist/venue.js" },
  engine: { source: "apps/engine/src/main.ts", bundle: "apps/engine/dist/main.js" },
  watchdog: { source: "apps/engine/src/watchdog/main.ts", bundle: "apps/engine/dist/watchdog.js" },
  console: { source: null, bundle: "apps/web/dist/server.js" },
};

/**
 * Returns Node's arguments for a program: from the bundle when this process runs from one, else from source. Null when
 * the program is not built.
 */
export function programArgs(name: ChildName): readonly string[] | null {
  const root = checkoutRoot();
  const { source, bundle } = PROGRAMS[name];
  const fromSource = import.meta.url.endsWith(".ts");
  if (source !== null && (fromSource || !existsSync(join(root, bundle)))) {
    return ["--import", import.meta.resolve("tsx"), join(root, source)];
  }
  return existsSync(join(root, bundle)) ? ["--enable-source-maps", join(root, bundle)] : null;
}
