import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("./throwing-owner.ts", import.meta.url));

test.each(["orders", "data"])(
  "what the owner of a stream of %s throws ends the process",
  (which) => {
    const ended = spawnSync(process.execPath, ["--import", "tsx", SCRIPT, which], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(ended.stderr).toContain("the books do not add up");
    expect(ended.status).toBe(1);
  },
);
