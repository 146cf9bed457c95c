import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkoutRoot } from "../../src/config/checkout-root.ts";
import { LIMITS_FILE } from "../../src/config/limits-file.ts";

/** The checkout's configuration in a folder of its own, which a test changes and an engine is pointed to. */
export class ConfigCopy {
  readonly root = mkdtempSync(join(tmpdir(), "il-config-"));

  constructor() {
    cpSync(join(checkoutRoot(), "config"), join(this.root, "config"), { recursive: true });
  }

  /** Changes every place in the file of limits that a pattern finds. */
  editLimits(pattern: RegExp, text: string): void {
    const file = join(this.root, LIMITS_FILE);
    writeFileSync(file, readFileSync(file, "utf8").replace(pattern, text));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
