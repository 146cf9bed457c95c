import { isTicker, strategyId, ticker } from "@interlock/core/ids";
import { readLevel } from "@interlock/core/risk/levels/change-level";
import {
  LEVEL_KEYS,
  type LimitLevels,
  type LowerLevel,
  NO_LEVELS,
  withLevel,
} from "@interlock/core/risk/levels/limit-levels";
import { limitField, TRADABLE_SESSIONS } from "@interlock/core/risk/limit-fields";
import type { LimitKey, Limits } from "@interlock/core/risk/limits";
import { type ConfigFault, showValue } from "./config-fault.ts";
import { asText, hasRightType, wantedType } from "./limit-value.ts";
import { LIMITS_FILE } from "./limits-file.ts";
import { unknownKeySentence } from "./schema-faults.ts";

/** The tables of limits below the account's: `[sim.strategies.NAME]`, `[sim.symbols.TICKER]`, `[sim.sessions.pre]`. */
export const LEVEL_GROUPS = ["strategies", "symbols", "sessions"] as const;

type LevelGroup = (typeof LEVEL_GROUPS)[number];
type Table = Readonly<Record<string, unknown>>;

/** Where the tables stand, and the account's limits, which none of them may exceed. */
export interface LevelTables {
  readonly environment: string;
  readonly tables: Table;
  /** Null where they cannot be read: then names and kinds of values are checked alone. */
  readonly account: Limits | null;
}

/** Reads the limits below the account's; all tables are optional. Every fault is added to `faults`. */
export function readLevelsConfig(from: LevelTables, faults: ConfigFault[]): LimitLevels {
  let levels = NO_LEVELS;
  for (const group of LEVEL_GROUPS) {
    const raw = from.tables[group];
    if (raw === undefined) continue;
    const path = `${from.environment}.${group}`;
    if (!isTable(raw)) {
      faults.push(
        fault(path, raw, `must hold one table per name, such as [${path}.${EXAMPLE[group]}]`),
      );
      continue;
    }
    for (const [name, table] of Object.entries(raw)) {
      const level = levelNamed(group, name);
      if (level === null) faults.push(fault(`${path}.${name}`, table, NAME_RULES[group]));
      else
        levels = withLevel(
          levels,
          level,
          readTable({ ...from, level, table, path: `${path}.${name}` }, faults),
        );
    }
  }
  return levels;
}

const EXAMPLE = { strategies: "NAME", symbols: "TICKER", sessions: "pre" };

const NAME_RULES: Readonly<Record<LevelGroup, string>> = {
  strategies: "must be named as a strategy is",
  symbols: 'must be a ticker such as SPY, or in quotes "BRK.B"',
  sessions: `must be one of ${TRADABLE_SESSIONS.join(", ")}`,
};

function levelNamed(group: LevelGroup, name: string): LowerLevel | null {
  switch (group) {
    case "strategies":
      return name === "" ? null : { kind: "strategy", id: strategyId(name) };
    case "symbols":
      return isTicker(name) ? { kind: "symbol", symbol: ticker(name) } : null;
    case "sessions": {
      const session = TRADABLE_SESSIONS.find((known) => known === name);
      return session === undefined ? null : { kind: "session", session };
    }
  }
}

interface LevelTable extends LevelTables {
  readonly level: LowerLevel;
  readonly table: unknown;
  readonly path: string;
}

function readTable(
  { account, level, table, path }: LevelTable,
  faults: ConfigFault[],
): Partial<Limits> {
  const known: readonly LimitKey[] = LEVEL_KEYS[level.kind];
  if (!isTable(table) || Object.keys(table).length === 0) {
    faults.push(fault(path, table, `must be a table with at least one of ${known.join(", ")}`));
    return {};
  }
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(table)) {
    const key = known.find((one) => one === name);
    if (key === undefined)
      faults.push(fault(`${path}.${name}`, value, unknownKeySentence(name, known)));
    else if (!hasRightType(limitField(key), value))
      faults.push(fault(`${path}.${key}`, value, wantedType(limitField(key))));
    else text[key] = asText(value);
  }
  if (account === null) return {};
  const reading = readLevel(account, { level, before: {}, text });
  if (reading.ok) return reading.limits;
  for (const { key, message } of reading.faults)
    faults.push(fault(`${path}.${key}`, table[key], message.slice(message.indexOf(": ") + 2)));
  return {};
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fault(key: string, value: unknown, allowed: string): ConfigFault {
  return { file: LIMITS_FILE, key, value: showValue(value), allowed };
}
