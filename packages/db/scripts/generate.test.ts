import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("generate.mjs", import.meta.url));
const CLIENT = fileURLToPath(new URL("../src/generated/client.ts", import.meta.url));

it("an unchanged schema is not generated again", () => {
  spawnSync(process.execPath, [SCRIPT]);
  const before = statSync(CLIENT).mtimeMs;
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(statSync(CLIENT).mtimeMs).toBe(before);
});
