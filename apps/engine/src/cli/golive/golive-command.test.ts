import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY_MS } from "@interlock/core/time";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { BUILD, liveSettings } from "../../../test/golive-rig.ts";
import { LiveJournal } from "../../../test/live/approved-journal.ts";
import { settings } from "../../../test/rig.ts";
import { openRigSocket } from "../../../test/rig-socket.ts";
import type { ControlSocketServer } from "../../operator/control-socket-server.ts";
import { commandLine } from "../test/command-line.ts";

const ACCOUNT = { accountId: "account", accountNumber: "A1" };
const LIVE = { settings: liveSettings(), build: BUILD, ...ACCOUNT };

let folder: string;
let rig: LiveJournal | null = null;
let server: ControlSocketServer | null = null;

/** The journal of a launch in force, whose engine has ended: tests only read it. */
let ended: string;
let launch: { readonly id: string; readonly at: number };

beforeAll(async () => {
  ended = mkdtempSync(join(tmpdir(), "golive-ended-"));
  const live = (await LiveJournal.open(ended, LIVE)).launched();
  launch = { id: live.state.golive.launch?.launchId ?? "none", at: live.time };
  await live.close();
});
afterAll(() => rmSync(ended, { recursive: true, force: true }));

const golive = (...args: string[]) => commandLine("golive", ...args, "--data-dir", folder);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "golive-"));
  mkdirSync(join(folder, "run"));
});
afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  await rig?.close();
  server = null;
  rig = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Begins a journal of an engine in this folder. */
async function engine(of = liveSettings()): Promise<LiveJournal> {
  rig = await LiveJournal.open(folder, { ...LIVE, settings: of });
  return rig;
}

/** Makes what the journal says readable, and has the engine behind it obey. */
async function running(of: LiveJournal): Promise<void> {
  await of.flushed();
  server = await openRigSocket(join(folder, "run", "engine.sock"), of, () => ({}));
}

/** Sets the host's clock. */
function hostNow(at: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: at });
}

describe("golive", () => {
  test("shows every gate and station of a launch in force, and ends with 0 while it is ready", async () => {
    hostNow(launch.at);
    const { code, stdout } = await commandLine("golive", "--data-dir", ended);
    expect(stdout).toMatch(/^live account A1: ready, 100 of 100\.$/m);
    expect(stdout).toContain(`${launch.id}: in_force`);
    expect(stdout).toMatch(/^G1 {2}green +Paper track record: /m);
    expect(stdout).toMatch(/^risk +GO by Ben; built by Builder 3f0d$/m);
    expect(code).toBe(0);
  });

  test("ends with 1 once the evidence of a stopped engine has become too old", async () => {
    hostNow(launch.at + 365 * DAY_MS);
    const { code, stdout } = await commandLine("golive", "--data-dir", ended);
    expect(stdout).toMatch(/^live account A1: not ready, \d+ of 100\.$/m);
    expect(code).toBe(1);
  });

  test("says NO-GO and who said it, and of whom no vote is known", async () => {
    const live = await engine();
    const comment = "the desk is not staffed";
    const vote = { kind: "golive_vote", station: "risk", go: false, comment } as const;
    expect(live.say({ ...vote, basis: live.basis })).toMatch(/^yes/);
    await live.flushed();
    const { stdout } = await golive();
    expect(stdout).toMatch(/^risk +NO-GO by Ada$/m);
    expect(stdout).toMatch(/^ops +no vote$/m);
  });

  test("with --json prints the same as one value, and nothing else", async () => {
    await (await engine()).flushed();
    const { code, stdout } = await golive("--json");
    expect(JSON.parse(stdout)).toMatchObject({ environment: "live", readiness: { ready: false } });
    expect(code).toBe(1);
  });
});

describe("in a folder without a journal", () => {
  test.each([[[]], [["abort"]], [["demote"]]])("golive %j asks for the folder", async (words) => {
    const { code, stderr } = await golive(...words);
    expect(stderr).toBe(
      `There is no journal in ${folder}: name the data folder with --data-dir.\n`,
    );
    expect(code).toBe(1);
  });
});

describe("golive abort and demote", () => {
  test("end nothing where nothing was ever launched", async () => {
    await running(await engine());
    for (const what of ["abort", "demote"])
      expect(await golive(what)).toEqual({
        code: 1,
        stdout: "",
        stderr: "Nothing was ever launched here.\n",
      });
  });

  test("demote brings a launch in force back to paper for the reason given, and only once", async () => {
    const live = (await engine()).launched();
    await running(live);
    const { code, stdout } = await golive("demote", "--reason", "the venue is slow");
    expect(stdout).toMatch(/was demoted: only orders that reduce risk pass\.$/m);
    expect(code).toBe(0);
    expect(live.state.golive.launch).toMatchObject({
      stage: "demoted",
      endedWhy: "the venue is slow",
    });
    const again = await golive("demote", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ accepted: false });
    expect(again.code).toBe(1);
  });

  test("abort stops a countdown without a reason, and says by whom", async () => {
    const live = (await engine()).allGreen().poll();
    expect(live.declare()).toMatch(/^yes/);
    await running(live);
    expect(await golive("abort")).toMatchObject({ code: 0, stderr: "" });
    expect(live.state.golive.launch).toMatchObject({ stage: "aborted" });
    expect(live.state.golive.launch?.endedWhy).toMatch(/^aborted by /);
  });

  test("abort ends no launch that is in force already", async () => {
    const live = (await engine()).launched();
    await running(live);
    const { code, stdout } = await golive("abort");
    expect(stdout).toMatch(/^Not aborted: no countdown of \S+ runs\.$/m);
    expect(code).toBe(1);
    expect(live.state.golive.launch?.stage).toBe("in_force");
  });

  test("say that nothing was ended, and end with 3, where no engine runs", async () => {
    for (const what of ["abort", "demote"]) {
      const { code, stderr } = await commandLine("golive", what, "--data-dir", ended);
      expect(stderr).toMatch(/^Nothing was ended: /);
      expect(code).toBe(3);
    }
  });
});

describe("golive drill", () => {
  test.each([
    ["crash", "crash"],
    ["stream-loss", "stream_loss"],
    ["restore", "restore"],
  ])("%s begins that very drill", async (word, drill) => {
    const sim = await engine(settings());
    await running(sim);
    expect(await golive("drill", word)).toMatchObject({ code: 0, stderr: "" });
    expect(sim.asked("perform_drill")).toMatchObject([{ drill }]);
  });

  test("breaks nothing in live", async () => {
    const live = await engine();
    await running(live);
    const { code, stdout } = await golive("drill", "crash");
    expect(stdout).toMatch(/^Nothing was done: drills are for sim and paper/);
    expect(code).toBe(1);
    expect(live.asked("perform_drill")).toEqual([]);
  });

  test("refuses a drill that there is not, and one that no engine could do", async () => {
    expect((await golive("drill", "fire")).code).toBe(2);
    const { code, stderr } = await golive("drill", "crash");
    expect(stderr).toMatch(/^Nothing was rehearsed: /);
    expect(code).toBe(3);
  });
});
