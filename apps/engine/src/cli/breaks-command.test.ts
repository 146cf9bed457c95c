import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { position, twice } from "../../test/breaks.ts";
import { Rig } from "../../test/rig.ts";
import { type ControlSocketServer, openControlSocket } from "../operator/control-socket-server.ts";
import { openBreaksOf } from "../run/status.ts";
import { commandLine } from "./test/command-line.ts";

let folder: string;
let server: ControlSocketServer | null = null;
let rig: Rig;

const interlock = (...args: string[]) => commandLine("breaks", ...args, "--data-dir", folder);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "breaks-"));
  mkdirSync(join(folder, "run"));
  rig = new Rig().ready();
  const opened = await openControlSocket(join(folder, "run", "engine.sock"), {
    command: async (command) => {
      rig.give({ kind: "command", command });
      const answer = rig.told("command_answered").at(-1);
      const { accepted = false, sentence = "" } = answer ?? {};
      return { commandId: command.commandId, accepted, sentence, journalSeq: 1 };
    },
    status: () => ({ breaks: openBreaksOf(rig.state) }),
  });
  if (!opened.ok) throw new Error(opened.error);
  server = opened.value;
});
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Has the venue show 7 shares of SPY that our books have not. */
function differ(): void {
  twice(rig, { positions: [position("7")] });
}

/** The line of the list that adopts, as its arguments. */
async function evidenceShown(): Promise<string> {
  const { stdout } = await interlock("--json");
  const { breaks } = JSON.parse(stdout) as { breaks: { evidenceId: string }[] };
  return breaks[0]?.evidenceId ?? "";
}

describe("breaks on the command line", () => {
  test("are none while the books agree, with code 0", async () => {
    const { code, stdout } = await interlock();
    expect(stdout).toBe("No break is open: our books and the venue's agree.\n");
    expect(code).toBe(0);
  });

  test("are listed with both sides and the line that adopts them, with code 1", async () => {
    differ();
    const { code, stdout } = await interlock();
    expect(stdout).toContain("position:SPY  position of SPY, since ");
    expect(stdout).toContain("ours 0 shares; venue 7 shares");
    expect(stdout).toContain(`--adopt "position:SPY" --evidence "${await evidenceShown()}"`);
    expect(code).toBe(1);
  });

  test("are adopted on the evidence that was shown, with the reason and the person in the journal", async () => {
    differ();
    const evidence = await evidenceShown();
    const args = ["--adopt", "position:SPY", "--evidence", evidence];
    const { code, stdout } = await interlock(...args, "--reason", "bought in the broker's app");
    expect(stdout).toContain("Adopted: ");
    expect(code).toBe(0);
    expect(rig.told("break_adopted")).toMatchObject([{ reason: "bought in the broker's app" }]);
    expect(rig.told("command_answered").at(-1)).toMatchObject({ via: "cli", accepted: true });
    expect(rig.state.breaks).toEqual({});
  });

  test("are not adopted on evidence that is no longer the newest, with code 1", async () => {
    differ();
    const evidence = await evidenceShown();
    rig.time += 60_000;
    twice(rig, { positions: [position("8")] });
    const args = ["--adopt", "position:SPY", "--evidence", evidence];
    const { code, stdout } = await interlock(...args, "--reason", "bought in the broker's app");
    expect(stdout).toContain("The break has changed since you looked");
    expect(code).toBe(1);
    expect(rig.told("break_adopted")).toEqual([]);
  });

  test.each([
    [["--adopt", "position:SPY", "--reason", "long enough"], "--adopt needs --evidence"],
    [["--adopt", "position:SPY", "--evidence", "e", "--reason", "short"], "10 to 500 characters"],
  ])("are not adopted without evidence and reason: %j", async (args, sentence) => {
    const { code, stderr } = await interlock(...args);
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  });

  test("need an engine that runs, with code 3", async () => {
    await server?.close();
    server = null;
    expect((await interlock()).code).toBe(3);
  });
});
