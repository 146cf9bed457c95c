import { TRADABLE_SESSIONS } from "@interlock/core/risk/limit-fields";
import { z } from "zod";
import { clientOrderId, commandId, strategyId, ticker } from "@interlock/core/ids";
import { BREAKERS } from "@interlock/core/risk/breakers/breaker";
import type { CommandAnswer, OperatorCommand } from "./operator-command.ts";

/**
 * What travels on run/engine.sock: one JSON object a line.
 *   engine → client  {"heartbeat":{...}}                       after a completed decision cycle, at most one a second
 *   client → engine  {"id":1,"command":OperatorCommand}        → {"id":1,"answer":CommandAnswer}
 *   client → engine  {"id":2,"status":true}                    → {"id":2,"status":{...}}
 *   a line that is none of these                                → {"id":<its id or null>,"error":"sentence"}
 */

/** Longest line that either side accepts; a status with thousands of orders still fits. */
export const CONTROL_LINE_BYTES_MAX = 4 * 1024 * 1024;

/** Sign of life of the decision loop: `cycle` counts completed cycles, `at` is wall time, `venueTime` the venue's. */
const heartbeat = z.object({
  cycle: z.number().int().nonnegative(),
  at: z.number(),
  venueTime: z.number(),
  tradingState: z.enum(["active", "reducing", "halted"]),
  /** Names of the parts of the account that a kill holds, e.g. "symbol:NVDA"; absent when there is none. */
  stopped: z.array(z.string()).optional(),
  /** The engine waits for its venue before it decides anything: `tradingState` says nothing of its books. */
  waiting: z.literal(true).optional(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

const id = z.string().min(1).max(128);
/** An order of ours: as we name it, or the venue for an order that replaced one of ours. */
const name = z.string().regex(/^[A-Za-z0-9][\w.:-]{0,127}$/);
const symbol = z.string().regex(/^[A-Z][A-Z0-9./]{0,11}$/);
const decimal = z.string().max(40);

/** Reads a part of the account. */
export const narrowScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("strategy"), strategyId: id.transform(strategyId) }),
  z.strictObject({ kind: z.literal("symbol"), symbol: symbol.transform(ticker) }),
]);

/** Reads whose limits are meant. */
export const limitLevel = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("account") }),
  z.strictObject({ kind: z.literal("strategy"), id: id.transform(strategyId) }),
  z.strictObject({ kind: z.literal("symbol"), symbol: symbol.transform(ticker) }),
  z.strictObject({ kind: z.literal("session"), session: z.enum(TRADABLE_SESSIONS) }),
]);

const killMode = z.enum(["halt", "cancel", "flatten"]);

const killRaise = z.strictObject({
  from: killMode,
  by: z.string().max(200),
  reason: z.string().max(500),
});

const commandBody = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("kill"),
    mode: killMode,
    reason: z.string().max(500),
    includeStops: z.boolean(),
    scope: narrowScope.optional(),
    drill: z.boolean().optional(),
    raised: killRaise.optional(),
  }),
  z.strictObject({
    kind: z.literal("resume"),
    reason: z.string().max(500),
    scope: narrowScope.optional(),
    seenKillId: id.optional(),
  }),
  z.strictObject({
    kind: z.literal("enable_strategy"),
    strategyId: id.transform(strategyId),
    reason: z.string().max(500),
  }),
  z.strictObject({
    kind: z.literal("rearm_breaker"),
    breaker: z.enum(BREAKERS),
    reason: z.string().max(500),
  }),
  z.strictObject({ kind: z.literal("rearm_stop"), symbol: symbol.transform(ticker) }),
  z.strictObject({ kind: z.literal("cancel_order"), clientOrderId: name.transform(clientOrderId) }),
  z.strictObject({
    kind: z.literal("close_position"),
    symbol: symbol.transform(ticker),
    percent: z.number().int().min(1).max(100),
  }),
  z.strictObject({
    kind: z.literal("adopt_break"),
    breakId: id,
    evidenceId: id,
    reason: z.string().max(500),
  }),
  z.strictObject({
    kind: z.literal("grant_override"),
    clientOrderId: name.transform(clientOrderId),
    reason: z.string().max(500),
  }),
  z.strictObject({
    kind: z.literal("use_override"),
    overrideId: id,
    symbol,
    side: z.enum(["buy", "sell"]),
    quantity: decimal,
    limitPrice: decimal.nullable(),
  }),
  z.strictObject({
    kind: z.literal("change_limits"),
    baseVersion: z.number().int().nonnegative(),
    level: limitLevel.optional(),
    values: z.record(z.string().max(64), decimal),
    keep: z.array(z.string().max(64)).max(100).optional(),
    reason: z.string().max(500),
    expiresAt: z.number().int().optional(),
  }),
  // What stops, what measures, and what was signed. Votes, waivers and runbooks are people's, at the console.
  z.strictObject({
    kind: z.enum(["golive_abort", "golive_demote"]),
    launchId: id,
    reason: z.string().max(500),
  }),
  z.strictObject({ kind: z.literal("golive_close_rehearsal"), launchId: id }),
  z.strictObject({
    kind: z.literal("golive_drill"),
    drill: z.enum(["crash", "stream_loss", "restore"]),
  }),
  z.strictObject({
    kind: z.literal("golive_attest"),
    statement: z.string().max(50_000),
    signature: z.string().max(200),
    keyId: id,
  }),
]);

/** What a program may order over the socket; whatever else a person does goes through the console. */
export type SocketBody = z.output<typeof commandBody>;

/** Reads an operator's command; `via` is taken as given because only the file's owner can open the socket. */
const operatorCommand: z.ZodType<OperatorCommand> = z.strictObject({
  commandId: id.transform(commandId),
  actor: z.strictObject({
    userId: id,
    name: z.string().min(1).max(200),
    role: z.string().min(1).max(40),
    from: z
      .strictObject({
        session: id.optional(),
        ip: z.string().max(64).optional(),
        device: z.string().max(300).optional(),
        key: id.optional(),
      })
      .optional(),
  }),
  via: z.enum(["console", "cli", "watchdog", "plain", "engine"]),
  body: commandBody,
});

/** Reads the engine's answer to a command. */
const commandAnswer: z.ZodType<CommandAnswer> = z.object({
  commandId: id.transform(commandId),
  accepted: z.boolean(),
  sentence: z.string(),
  journalSeq: z.number().int().nullable(),
  needs: z.enum(["step_up", "approval", "confirmation"]).optional(),
});

/** A line from a client. */
export const controlRequest = z.union([
  z.strictObject({ id: z.number().int(), command: operatorCommand }),
  z.strictObject({ id: z.number().int(), status: z.literal(true) }),
]);

/** A line from the engine. */
export const controlReply = z.union([
  z.object({ heartbeat }),
  z.object({ id: z.number().int(), answer: commandAnswer }),
  z.object({ id: z.number().int().nullable(), error: z.string() }),
  z.object({ id: z.number().int(), status: z.record(z.string(), z.unknown()) }),
]);
export type ControlReply = z.infer<typeof controlReply>;
