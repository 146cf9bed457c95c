import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Rig } from "../../../test/rig.ts";
import { openRigSocket } from "../../../test/rig-socket.ts";
import { apply } from "../../apply.ts";
import type { ControlSocketServer } from "../../operator/control-socket-server.ts";
import { commandLine } from "../test/command-line.ts";

let folder: string;
let server: ControlSocketServer;
let rig: Rig;

const rearm = (...args: string[]) => commandLine("rearm", ...args, "--data-dir", folder);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rearm-"));
  mkdirSync(join(folder, "run"));
  rig = new Rig().ready();
  const hold = { source: "slippage", state: "reducing", reason: "it slipped", by: null } as const;
  apply(rig.state, { kind: "trading_held", hold: { ...hold, at: rig.time } }, rig.time);
  server = await openRigSocket(join(folder, "run", "engine.sock"), rig, () => ({}));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("rearm lets a tripped breaker watch again, and says where there is none", async () => {
  const { code, stdout } = await rearm("slippage", "--reason", "the spread is usual again");
  expect(stdout).toContain("Slippage is armed again");
  expect(code).toBe(0);
  expect(rig.state.trading.state).toBe("active");
  expect((await rearm("slippage", "--reason", "the spread is usual again")).code).toBe(1);
});

test("rearm refuses an unknown breaker and a reason that says nothing", async () => {
  expect((await rearm("luck", "--reason", "the spread is usual again")).code).toBe(2);
  expect((await rearm("slippage", "--reason", "short")).code).toBe(2);
  expect(rig.state.trading.state).toBe("reducing");
});
