import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandId, strategyId } from "@interlock/core/ids";
import { ControlSocketClient } from "./control-socket-client.ts";
import {
  type ControlHandler,
  type ControlSocketServer,
  openControlSocket,
} from "./control-socket-server.ts";
import type { Heartbeat, SocketBody } from "./control-socket-protocol.ts";
import type { OperatorCommand } from "./operator-command.ts";

let folder: string;
let path: string;
let server: ControlSocketServer | null = null;

const KILL: OperatorCommand = {
  commandId: commandId("kill-1"),
  actor: { userId: "cli", name: "root", role: "owner" },
  via: "cli",
  body: { kind: "kill", mode: "cancel", reason: "test", includeStops: false },
};

const echo: ControlHandler = {
  command: async (command) => ({
    commandId: command.commandId,
    accepted: true,
    sentence: `did ${command.body.kind}`,
    journalSeq: 7,
  }),
  status: () => ({ phase: "running" }),
};

const lineOf = (body: object) => `${JSON.stringify({ id: 5, command: { ...KILL, body } })}\n`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "control-"));
  path = join(folder, "engine.sock");
});

afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true });
});

async function open(handler: ControlHandler): Promise<ControlSocketServer> {
  const opened = await openControlSocket(path, handler);
  if (!opened.ok) throw new Error(opened.error);
  server = opened.value;
  return opened.value;
}

async function dial(beats: Heartbeat[] = []): Promise<ControlSocketClient> {
  const opened = await ControlSocketClient.open(path, { heartbeat: (beat) => beats.push(beat) });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

/** Sends raw text and returns the first line that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(path, () => socket.write(text));
    socket.once("data", (chunk: Buffer) => {
      socket.destroy();
      resolve(chunk.toString().trim());
    });
  });
}

describe("the control socket", () => {
  test("carries a command to the engine and its answer back", async () => {
    await open(echo);
    const client = await dial();
    expect(await client.command(KILL, 1_000)).toEqual({
      ok: true,
      value: { commandId: "kill-1", accepted: true, sentence: "did kill", journalSeq: 7 },
    });
    client.close();
  });

  test.each<SocketBody>([
    { kind: "golive_abort", launchId: "launch-1", reason: "the feed is late" },
    { kind: "golive_demote", launchId: "launch-1", reason: "" },
    { kind: "golive_close_rehearsal", launchId: "launch-1" },
    { kind: "golive_drill", drill: "crash" },
    { kind: "golive_drill", drill: "stream_loss" },
    { kind: "golive_attest", statement: "s".repeat(50_000), signature: "c2ln", keyId: "ci" },
    { kind: "rearm_breaker", breaker: "daily_loss", reason: "seen and safe" },
    { kind: "enable_strategy", strategyId: strategyId("trend"), reason: "seen and safe" },
    {
      kind: "change_limits",
      baseVersion: 1,
      level: { kind: "account" },
      values: { maxOpenOrders: "5" },
      keep: ["maxOpenOrders"],
      reason: "a quiet day",
      expiresAt: 1_000,
    },
    // As the flags of the command line leave it.
    { kind: "change_limits", baseVersion: 1, level: undefined, values: {}, reason: "a quiet day" },
  ])("takes what the command line orders: $kind", async (body) => {
    const taken: OperatorCommand[] = [];
    const command: ControlHandler["command"] = (given) => {
      taken.push(given);
      return echo.command(given);
    };
    await open({ ...echo, command });
    const client = await dial();
    const answer = await client.command({ ...KILL, body }, 1_000);
    expect(answer).toMatchObject({ ok: true, value: { sentence: `did ${body.kind}` } });
    expect(taken.map((given) => given.body)).toEqual([JSON.parse(JSON.stringify(body))]);
    client.close();
  });

  test("tells the engine's status", async () => {
    await open(echo);
    const client = await dial();
    expect(await client.status(1_000)).toEqual({ ok: true, value: { phase: "running" } });
    client.close();
  });

  test("sends a heartbeat at most once a second however often a cycle completes", async () => {
    const control = await open(echo);
    const beats: Heartbeat[] = [];
    const client = await dial(beats);
    await client.status(1_000);
    for (let cycle = 0; cycle < 100; cycle++) {
      control.heartbeat(() => ({ cycle, at: 1, venueTime: 2, tradingState: "active" }));
    }
    await expect.poll(() => beats.length).toBe(1);
    await client.status(1_000);
    expect(beats).toEqual([{ cycle: 0, at: 1, venueTime: 2, tradingState: "active" }]);
    client.close();
  });

  test("gives up on an engine that does not answer in time", async () => {
    await open({ ...echo, command: () => new Promise(() => {}) });
    const client = await dial();
    expect(await client.command(KILL, 50)).toEqual({
      ok: false,
      error: "the engine did not answer within 50 ms",
    });
    client.close();
  });

  test("reports a handler's fault as a sentence and stays open", async () => {
    await open({
      ...echo,
      command: async () => Promise.reject(new Error("the journal is closed")),
    });
    const client = await dial();
    expect(await client.command(KILL, 1_000)).toEqual({
      ok: false,
      error: "the engine refused: the journal is closed",
    });
    expect((await client.status(1_000)).ok).toBe(true);
    client.close();
  });

  test.each([
    ["not JSON", "{oops\n", '{"id":null,"error":"\\"{oops\\" is not JSON"}'],
    ["an unknown request", '{"id":4,"sing":true}\n', /^\{"id":4,"error":"expected /],
    ["a command of an unknown kind", lineOf({ kind: "x" }), /^\{"id":5,"error":"expected /],
    [
      "an order whose id is none that we could have given",
      lineOf({ kind: "cancel_order", clientOrderId: "__proto__" }),
      /^\{"id":5,"error":"expected /,
    ],
    [
      "a position whose symbol is no ticker",
      lineOf({ kind: "close_position", symbol: "constructor", percent: 100 }),
      /^\{"id":5,"error":"expected /,
    ],
    [
      "a vote, which is a person's at the console",
      lineOf({ kind: "golive_vote", station: "ops", go: true, comment: "", basis: "b" }),
      /^\{"id":5,"error":"expected /,
    ],
    [
      "a drill of more than it names",
      lineOf({ kind: "golive_drill", drill: "crash", launchId: "launch-1" }),
      /^\{"id":5,"error":"expected /,
    ],
    ["a bare value", "7\n", /^\{"id":null,"error":"expected /],
  ])("answers %s with a sentence", async (_name, text, expected) => {
    await open(echo);
    const line = await raw(text);
    if (typeof expected === "string") expect(line).toBe(expected);
    else expect(line).toMatch(expected);
  });

  test("cuts a line without end instead of filling memory", async () => {
    await open(echo);
    expect(await raw("x".repeat(4 * 1024 * 1024 + 2))).toMatch(
      /a line is longer than 4194304 bytes/,
    );
  });

  test("can be opened by its owner only", async () => {
    await open(echo);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("replaces a file left by a killed process", async () => {
    writeFileSync(path, "");
    await open(echo);
    expect((await (await dial()).status(1_000)).ok).toBe(true);
  });

  test("refuses a path on which a live process answers", async () => {
    await open(echo);
    expect(await openControlSocket(path, echo)).toEqual({
      ok: false,
      error: `another process already listens on ${path}`,
    });
  });

  test("refuses a path too long for a socket", async () => {
    const long = join(folder, "d".repeat(100), "engine.sock");
    expect(await openControlSocket(long, echo)).toEqual({
      ok: false,
      error: `socket path ${long} is longer than 103 bytes: choose a shorter --data-dir`,
    });
  });

  test("says that no engine listens", async () => {
    expect(await ControlSocketClient.open(path)).toEqual({
      ok: false,
      error: `the engine does not listen on ${path}`,
    });
  });

  test("fails waiting requests when the engine goes away", async () => {
    const control = await open({ ...echo, command: () => new Promise(() => {}) });
    const client = await dial();
    const asked = client.command(KILL, 5_000);
    await client.status(1_000);
    await control.close();
    server = null;
    expect(await asked).toEqual({ ok: false, error: "the engine closed the connection" });
  });
});
