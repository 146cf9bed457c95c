import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecordedDay } from "./recorded-folder.ts";

const MAIN = resolve(import.meta.dirname, "../src/main.ts");
const KEYS = {
  "APCA-API-KEY-ID": "PKSIMULATEDVENUE0001",
  "APCA-API-SECRET-KEY": "simulated-venue-keeps-no-secrets",
};

let children: ChildProcess[];
let folder: string;
beforeEach(() => {
  children = [];
  folder = mkdtempSync(join(tmpdir(), "venue-process-"));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the process; `listening` resolves with its port, `ended` once it has ended. */
function run(...args: string[]): {
  listening: Promise<number>;
  ended: Promise<Ended>;
  child: ChildProcess;
} {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, ...args], {
    env: { PATH: process.env["PATH"], ALPACA_SIM_SEED: "7" },
  });
  children.push(child);
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<Ended>((done) => {
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
  const listening = new Promise<number>((done) => {
    child.stdout.on("data", (text: Buffer) => {
      stdout += text.toString();
      const line = /^\{"listening":(\d+)\}\n/.exec(stdout);
      if (line !== null) done(Number(line[1]));
    });
  });
  return { listening, ended, child };
}

const GENERATED = ["--port", "0", "--generate", "--date", "2026-11-20", "--symbols", "SPY"];

async function get(port: number, path: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: KEYS });
  return answer.json();
}

describe("the venue as a process", () => {
  it("prints one line when it listens, takes flags and environment, and ends orderly on SIGTERM", async () => {
    const venue = run(...GENERATED, "--from=10:00", "--cash", "5000", "--speed", "max");
    const port = await venue.listening;
    expect(await get(port, "/v2/account")).toMatchObject({ cash: "5000" });
    expect(await get(port, "/v2/clock")).toMatchObject({ timestamp: "2026-11-20T10:00:00-05:00" });
    venue.child.kill("SIGTERM");
    expect(await venue.ended).toEqual({ code: 0, stdout: `{"listening":${port}}\n`, stderr: "" });
  });

  it("plays a recorded folder", async () => {
    const day = new RecordedDay();
    const port = await run("--port", "0", "--data", day.root, "--symbols", "IBM").listening;
    expect(await get(port, "/sim/tape")).toMatchObject({ events_total: 156, speed: 1 });
    day.remove();
  });

  it("forgets nothing that it told when it is killed at once after telling it", async () => {
    const state = ["--state-dir", folder, "--from", "10:00", "--speed", "max"];
    const first = run(...GENERATED, ...state);
    const port = await first.listening;
    const body = JSON.stringify({
      symbol: "SPY",
      qty: 5,
      side: "buy",
      type: "market",
      time_in_force: "day",
    });
    await fetch(`http://127.0.0.1:${port}/v2/orders`, { method: "POST", headers: KEYS, body });
    const before = await get(port, "/sim/state");
    first.child.kill("SIGKILL");
    await first.ended;
    const again = await run(...GENERATED, ...state).listening;
    expect(await get(again, "/sim/state")).toEqual(before);
  });

  it("ends with one sentence and exit code 1 when it cannot start", async () => {
    const wrong = [run("--generate", "--port", "web"), run("--data", "nowhere")];
    const [flag, data] = await Promise.all(wrong.map(({ ended }) => ended));
    expect(flag).toEqual({
      code: 1,
      stdout: "",
      stderr: '--port is "web"; allowed is a whole number from 0 to 65535\n',
    });
    expect(data).toEqual({
      code: 1,
      stdout: "",
      stderr: 'recorded data folder "nowhere" does not exist; allowed is a folder of days\n',
    });
  });

  it("says which port is in use", async () => {
    const holder = createServer();
    await new Promise<void>((done) => {
      holder.listen(0, "127.0.0.1", () => done());
    });
    const { port } = holder.address() as AddressInfo;
    const { code, stderr } = await run(...GENERATED, "--port", String(port)).ended;
    expect([code, stderr]).toEqual([
      1,
      `port ${port} on 127.0.0.1 is in use; choose another with --port\n`,
    ]);
    holder.close();
  });
});
