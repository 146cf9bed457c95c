import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { DAY_MS, MINUTE_MS } from "@interlock/core/time";
import { InvalidArgumentError } from "commander";
import { limitLevel } from "../../operator/control-socket-protocol.ts";

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["m", MINUTE_MS],
  ["h", 60 * MINUTE_MS],
  ["d", DAY_MS],
]);

/** Adds one `name=value` to those before. */
export function collectValue(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (name === "") throw new InvalidArgumentError("must be a limit's name, =, and its value");
  return { ...before, [name]: value.trim() };
}

/** Adds one name to those before. */
export function collectName(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Reads whose limits are meant. */
export function readLevel(text: string): LimitLevel {
  const [kind = "", ...rest] = text.split(":");
  const name = rest.join(":");
  const parsed = limitLevel.safeParse(
    kind === "account"
      ? { kind }
      : { kind, [NAMED_BY.get(kind) ?? "name"]: kind === "symbol" ? name.toUpperCase() : name },
  );
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError("must be account, strategy:NAME, symbol:NVDA or session:pre");
}

const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ["strategy", "id"],
  ["symbol", "symbol"],
  ["session", "session"],
]);

/** Reads a duration such as 90m, 2h or 3d, in milliseconds. */
export function readDuration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS.get(unit) ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError("must be a number with m, h or d, such as 90m");
}

/** Reads an instant with its zone: without one it would be another time on another machine. */
export function readInstant(text: string): number {
  const at = Date.parse(text);
  const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (whole && Number.isFinite(at)) return at;
  throw new InvalidArgumentError("must be a time with its zone, such as 2026-06-16T15:30:00-04:00");
}
