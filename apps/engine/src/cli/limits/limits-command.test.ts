import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MORNING, Rig } from "../../../test/rig.ts";
import { openRigSocket } from "../../../test/rig-socket.ts";
import type { ControlSocketServer } from "../../operator/control-socket-server.ts";
import { limitsStatus } from "../../operator/limits/limits-status.ts";
import { commandLine } from "../test/command-line.ts";

let folder: string;
let server: ControlSocketServer;
let rig: Rig;

const interlock = (...args: string[]) => commandLine("limits", ...args, "--data-dir", folder);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "limits-"));
  mkdirSync(join(folder, "run"));
  rig = new Rig().ready();
  server = await openRigSocket(join(folder, "run", "engine.sock"), rig, () => ({
    venueTime: rig.time,
    limits: rig.state.limits === null ? null : limitsStatus(rig.state.limits),
  }));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("limits on the command line", () => {
  test("are listed with their names, the form in which they are set", async () => {
    const { code, stdout } = await interlock();
    expect(stdout).toMatch(/^Version 1 by configuration\n {2}maxOrderQuantity = \d+\n/);
    expect(code).toBe(0);
  });

  test("explain whose they are in words of the command line", async () => {
    const { stdout } = await interlock("--help");
    expect(stdout).toContain("account (without this option)");
    expect(stdout).not.toContain("{");
  });

  test("are changed for a time at a level, and listed with what ends and how", async () => {
    const change = ["--set", "maxOrderQuantity=5", "--level", "symbol:spy", "--for", "90m"];
    const { code, stdout } = await interlock(...change, "--reason", "halving the size for today");
    expect(stdout).toContain("Limits version 2 is in force until 11:30:00 ET");
    expect(code).toBe(0);
    const listed = await interlock();
    expect(listed.stdout).toContain("  symbol.SPY.maxOrderQuantity = 5\n");
    expect(listed.stdout).toMatch(/Version 2 by .+ ends at 11:30:00 ET on 2026-06-16:\n/);
    expect(listed.stdout).toContain("  Order quantity of SPY goes back to none of its own\n");
    const kept = await interlock("--keep", "maxOrderQuantity", "--level", "symbol:SPY");
    expect(kept).toMatchObject({ code: 0, stderr: "" });
    expect((await interlock()).stdout).not.toContain("goes back");
  });

  test("are changed until an instant with its zone", async () => {
    const until = ["--until", "2026-06-16T10:45:00-04:00", "--reason", "halving it for the open"];
    await interlock("--set", "maxOpenOrders=1", ...until);
    expect(rig.state.limits?.expiring).toMatchObject([{ expiresAt: MORNING + 45 * 60_000 }]);
  });

  test("are not changed without a reason where one is needed, with code 1", async () => {
    const { code, stdout } = await interlock("--set", "maxOpenOrders=1", "--for", "1h");
    expect(stdout).toContain("A change that ends by itself needs a reason");
    expect(code).toBe(1);
    expect(rig.state.limits?.version).toBe(1);
  });

  test.each([
    [["--set", "maxOpenOrders"], "must be a limit's name, =, and its value"],
    [["--set", "maxOpenOrders=1", "--for", "soon"], "such as 90m"],
    [["--set", "maxOpenOrders=1", "--until", "2026-06-16T15:30:00"], "a time with its zone"],
    [["--set", "maxOpenOrders=1", "--level", "planet:mars"], "must be account, strategy:NAME"],
    [
      ["--set", "maxOpenOrders=1", "--for", "1h", "--until", "2026-06-16T15:30:00Z"],
      "Give --for or --until, not both.",
    ],
  ])(
    "are not changed by %j: a sentence says what is allowed, with code 2",
    async (args, sentence) => {
      const { code, stderr } = await interlock(...args);
      expect(stderr).toContain(sentence);
      expect(code).toBe(2);
    },
  );
});
