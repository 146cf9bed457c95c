import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type KillScope,
  type NarrowScope,
  scopeKey,
  WHOLE_ACCOUNT,
} from "@interlock/core/kill/kill-scope";
import { z } from "zod";
import { narrowScope } from "../../operator/control-socket-protocol.ts";
import { writeDurably } from "../../supervisor/write-durably.ts";

/**
 * The latch of the kill switch: run/kill-latch.json, and one file in run/kill-latches for each part of the account that
 * is killed by itself. It is on the disk before anything else happens, survives every process, and keeps an engine that
 * starts halted. Only a resume in the engine ends it.
 */
const latchFile = z.object({
  version: z.literal(1),
  commandId: z.string().min(1),
  /** What it stops; absent: everything. */
  scope: narrowScope.optional(),
  drill: z.boolean().optional(),
  mode: z.enum(["halt", "cancel", "flatten"]),
  includeStops: z.boolean(),
  reason: z.string(),
  by: z.object({ userId: z.string(), name: z.string(), role: z.string() }),
  via: z.enum(["console", "cli", "watchdog", "plain", "engine"]),
  /** Who engaged it: a person, or the watchdog because the decision loop fell silent. */
  trigger: z.enum(["operator", "silence"]),
  /** Wall-clock milliseconds. */
  requestedAt: z.number(),
  /** Whether an engine has been seen halted since: from then on, an active one means that a person resumed it. */
  haltSeen: z.boolean(),
  /** When the venue was shown to hold nothing more, in wall-clock milliseconds. */
  provenAt: z.number().nullable(),
  /** Who made it stronger than it was asked for at first, from which mode, and why; absent: nobody. */
  raised: z
    .object({ from: z.enum(["halt", "cancel", "flatten"]), by: z.string(), reason: z.string() })
    .optional(),
});
export type KillLatch = z.infer<typeof latchFile>;

/** Returns the path in a data folder of the latch of a scope. */
export function latchPath(dataDir: string, scope: KillScope = WHOLE_ACCOUNT): string {
  if (scope.kind === "all") return join(dataDir, "run", "kill-latch.json");
  return join(dataDir, "run", "kill-latches", `${encodeURIComponent(scopeKey(scope))}.json`);
}

/** Returns the latches of parts of the account. A file that names no part is passed over: it can stop none. */
export function readScopeLatches(dataDir: string): readonly ScopeLatch[] {
  const folder = join(dataDir, "run", "kill-latches");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => {
    const scope = scopeOfKey(decodeURIComponent(name.replace(/\.json$/, "")));
    const latch = scope === null ? null : readKillLatch(dataDir, scope);
    return scope === null || latch === null ? [] : { ...latch, scope };
  });
}

/** A latch of a part of the account. */
export type ScopeLatch = KillLatch & { readonly scope: NarrowScope };

/** Reads the name of a part of the account, e.g. "symbol:NVDA"; null where it names none. */
export function scopeOfKey(key: string): NarrowScope | null {
  const [kind, ...rest] = key.split(":");
  const parsed = narrowScope.safeParse(
    kind === "symbol" ? { kind, symbol: rest.join(":") } : { kind, strategyId: rest.join(":") },
  );
  return parsed.success ? parsed.data : null;
}

/**
 * Returns the latch, or null when there is none. A file that cannot be read counts as the mildest kill: something
 * wrote it to stop us, and a halted engine does no harm.
 */
export function readKillLatch(dataDir: string, scope: KillScope = WHOLE_ACCOUNT): KillLatch | null {
  let text: string;
  try {
    text = readFileSync(latchPath(dataDir, scope), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    return unreadable(error instanceof Error ? error.message : "unknown error");
  }
  try {
    return latchFile.parse(JSON.parse(text));
  } catch {
    return unreadable("its content is damaged");
  }
}

function unreadable(why: string): KillLatch {
  return {
    version: 1,
    commandId: "unreadable-latch",
    mode: "halt",
    includeStops: false,
    reason: `run/kill-latch.json cannot be read (${why}), so trading stays halted`,
    by: { userId: "watchdog", name: "watchdog", role: "owner" },
    via: "watchdog",
    trigger: "operator",
    requestedAt: 0,
    haltSeen: false,
    provenAt: null,
  };
}

/** Sets or changes the latch. When it returns, the latch is on the disk. */
export function writeKillLatch(dataDir: string, latch: KillLatch): void {
  const path = latchPath(dataDir, latch.scope);
  mkdirSync(dirname(path), { recursive: true });
  writeDurably(path, JSON.stringify(latch, null, 2));
}

/** Ends the latch, after a person resumed trading. */
export function clearKillLatch(dataDir: string, scope: KillScope = WHOLE_ACCOUNT): void {
  rmSync(latchPath(dataDir, scope), { force: true });
}
