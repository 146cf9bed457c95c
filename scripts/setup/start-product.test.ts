import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./checkout.mjs";

test("asked for its options, npm start names them at once, and neither installs nor builds", () => {
  const told = execFileSync(process.execPath, [join(ROOT, "scripts/start.mjs"), "--help"], {
    encoding: "utf8",
  });
  expect(told).toMatch(/^Usage: interlock start \[options\]\n/);
});
