import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { strategyId } from "@interlock/core/ids";
import { Rig, settings } from "../../../test/rig.ts";
import { openRigSocket } from "../../../test/rig-socket.ts";
import { apply } from "../../apply.ts";
import type { ControlSocketServer } from "../../operator/control-socket-server.ts";
import { commandLine } from "../test/command-line.ts";

let folder: string;
let server: ControlSocketServer | null = null;
let rig: Rig;

const id = settings().strategies[0]?.id ?? strategyId("none");
const interlock = (...args: string[]) =>
  commandLine("enable-strategy", ...args, "--data-dir", folder);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "enable-"));
  mkdirSync(join(folder, "run"));
  rig = new Rig().ready();
  apply(rig.state, { kind: "strategy_disabled", strategyId: id, error: "it threw" }, rig.time);
  server = await openRigSocket(join(folder, "run", "engine.sock"), rig, () => ({}));
});
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("enable-strategy", () => {
  test("lets a disabled strategy go on, with the reason and the person in the journal", async () => {
    const { code, stdout } = await interlock(id, "--reason", "its feed was mended");
    expect(stdout).toContain(`Strategy ${id} is enabled`);
    expect(code).toBe(0);
    expect(rig.told("strategy_enabled")).toMatchObject([{ reason: "its feed was mended" }]);
    expect(rig.state.strategies[id]?.disabledBecause).toBe("");
  });

  test("refuses one that is not disabled or not known, with code 1", async () => {
    await interlock(id, "--reason", "its feed was mended");
    const { code, stdout } = await interlock(id, "--reason", "its feed was mended");
    expect(stdout).toContain("is not disabled");
    expect(code).toBe(1);
    expect((await interlock("nobody", "--reason", "its feed was mended")).code).toBe(1);
  });

  test("needs a reason, and an engine that runs", async () => {
    expect((await interlock(id, "--reason", "short")).code).toBe(2);
    await server?.close();
    server = null;
    expect((await interlock(id, "--reason", "its feed was mended")).code).toBe(3);
  });
});
