import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandId } from "@interlock/core/ids";
import type { Heartbeat } from "../../operator/control-socket-protocol.ts";
import {
  type ControlSocketServer,
  openControlSocket,
} from "../../operator/control-socket-server.ts";
import type { OperatorCommand } from "../../operator/operator-command.ts";
import { writeChildrenFile } from "../../supervisor/run-files.ts";
import { EngineLink } from "./engine-link.ts";

const BEAT: Heartbeat = { cycle: 1, at: 1, venueTime: 1, tradingState: "active" };
const RESUME: OperatorCommand = {
  commandId: commandId("c1"),
  actor: { userId: "u1", name: "Ada", role: "owner" },
  via: "cli",
  body: { kind: "resume", reason: "a good reason" },
};

let folder: string;
let engine: ControlSocketServer | null;
let link: EngineLink;
let heard: Heartbeat[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "link-"));
  mkdirSync(join(folder, "run"));
  heard = [];
  engine = null;
  link = new EngineLink(folder, (beat) => heard.push(beat));
});

afterEach(async () => {
  link.close();
  await engine?.close();
  rmSync(folder, { recursive: true });
});

async function startEngine(): Promise<ControlSocketServer> {
  const opened = await openControlSocket(join(folder, "run/engine.sock"), {
    command: ({ commandId: id }) =>
      Promise.resolve({ commandId: id, accepted: true, sentence: "done", journalSeq: 1 }),
    status: () => ({}),
  });
  if (!opened.ok) throw new Error(opened.error);
  engine = opened.value;
  return opened.value;
}

test("a link connects once, however many ask at the same time", async () => {
  const server = await startEngine();
  void link.follow();
  const answers = await Promise.all([1, 2, 3].map(() => link.command(RESUME, 1_000)));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(server.clients).toBe(1);
  link.close();
  await expect.poll(() => server.clients).toBe(0);
});

test("an engine is alive once it gave a sign of life, and not for having an open socket", async () => {
  const server = await startEngine();
  void link.follow();
  await expect.poll(() => server.clients).toBe(1);
  expect(link.alive()).toBe(false);
  server.heartbeat(() => BEAT);
  await expect.poll(() => heard).toEqual([BEAT]);
  expect(link.alive()).toBe(true);
});

test("a link finds an engine that was started again", async () => {
  const first = await startEngine();
  void link.follow();
  await expect.poll(() => first.clients).toBe(1);
  await first.close();
  expect((await link.command(RESUME, 500)).ok).toBe(false);
  const second = await startEngine();
  await expect.poll(() => second.clients).toBe(1);
  expect((await link.command(RESUME, 1_000)).ok).toBe(true);
});

test("ending an engine that does not run is done at once", async () => {
  expect(await link.stop()).toEqual({ ok: true, value: true });
});

test("ending an engine that nobody noted is left to a person, and said so", async () => {
  const server = await startEngine();
  void link.follow();
  await expect.poll(() => server.clients).toBe(1);
  expect(await link.stop()).toEqual({
    ok: false,
    error: "an engine answers but no supervisor started it: end its process by hand",
  });
});

test("a process that took the engine's number is not ended", async () => {
  writeChildrenFile(folder, { engine: { pid: process.pid, startedAs: "long ago" } });
  expect(await link.stop()).toEqual({ ok: true, value: true });
});
