import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { assert } from "@interlock/core/assert";

/** Returns the folder that holds config/, from wherever this code runs: source or bundle. */
export function checkoutRoot(from: string = import.meta.dirname): string {
  let folder = from;
  while (!existsSync(join(folder, "config", "system.json"))) {
    const parent = dirname(folder);
    assert(parent !== folder, `no folder above ${from} holds config/system.json`);
    folder = parent;
  }
  return folder;
}
