import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Where this package lies, found through its name: code that was bundled into another file still finds the migrations
 * and the packages that belong to this one.
 */
const thisFile = createRequire(import.meta.url).resolve("@interlock/db/package-location");

/** The folder of this package. */
export const packageFolder = join(dirname(thisFile), "..");

/** Finds a package as this one would. Throws when it is not installed. */
export function resolvePackage(name: string): string {
  return createRequire(thisFile).resolve(name);
}
