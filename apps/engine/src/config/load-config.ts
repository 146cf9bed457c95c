import type { z } from "zod";
import type { SubjectKind } from "@interlock/core/approval/approval";
import type { ApprovalPolicy } from "@interlock/core/approval/approval-policy";
import { MINUTE_MS } from "@interlock/core/time";
import { isTicker, type Ticker, ticker } from "@interlock/core/ids";
import { parseMoney } from "@interlock/core/number/money";
import { assert } from "@interlock/core/assert";
import type { EngineSettings, StrategySettings } from "../settings.ts";
import type { ConfigFault } from "./config-fault.ts";
import { configHash } from "./config-hash.ts";
import { crossChecks, type ConfigParts } from "./cross-checks.ts";
import { readLimitsConfig } from "./limits-config.ts";
import { LIMITS_FILE } from "./limits-file.ts";
import { readConfigFile } from "./read-file.ts";
import { type KnownKeys, schemaFaults } from "./schema-faults.ts";
import { CONFIG_FILES, type Environment, systemConfig, systemKeys } from "./system-config.ts";
import { UNIVERSE_FILE, universeConfig } from "./universe-config.ts";

/** The whole configuration of one environment, read, checked and named by its hash. */
export interface LoadedConfig extends ConfigParts {
  /** The part that decides; it enters the engine as an input. */
  readonly settings: EngineSettings;
  /** SHA-256 of everything read; formatting and order of the files do not change it. */
  readonly hash: string;
}

/** The configuration, or everything that is wrong with it. */
export type ConfigReading =
  | { readonly ok: true; readonly config: LoadedConfig }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

/** What to read: an environment's files under a checkout, the symbols optionally narrowed by a flag. */
export interface ConfigRequest {
  readonly environment: Environment;
  readonly root: string;
  /** Symbols from the command line instead of the file's; a strategy on others of the file loses those. */
  readonly symbols?: readonly string[] | undefined;
}

/** Reads and checks the configuration of an environment. Returns all faults at once, never a half-checked part. */
export function loadConfig(request: ConfigRequest): ConfigReading {
  const faults: ConfigFault[] = [];
  const { root, environment } = request;
  const file = CONFIG_FILES[environment];
  const system = readSchema({ root, file, schema: systemConfig, known: systemKeys }, faults);
  const universe = readSchema(
    { root, file: UNIVERSE_FILE, schema: universeConfig, known: () => ["symbols", "sectors"] },
    faults,
  );
  const limits = readLimits(root, environment, faults);
  if (system === null || universe === null || limits === null) return { ok: false, faults };
  const chosen = chooseSymbols(request.symbols, universe.symbols, faults);
  if (faults.length > 0) return { ok: false, faults };
  const parts: ConfigParts = {
    environment,
    system: chosen === null ? system : narrow(system, chosen),
    universe: universe.symbols,
    sectors: universe.sectors,
    limits,
  };
  faults.push(...crossChecks(parts));
  if (faults.length > 0) return { ok: false, faults };
  const hash = configHash(parts);
  const settings = engineSettings(parts, hash);
  return { ok: true, config: { ...parts, hash, settings } };
}

interface SchemaFile<S extends z.ZodType> {
  readonly root: string;
  readonly file: string;
  readonly schema: S;
  readonly known: KnownKeys;
}

function readSchema<S extends z.ZodType>(
  { root, file, schema, known }: SchemaFile<S>,
  faults: ConfigFault[],
): z.infer<S> | null {
  const reading = readConfigFile(root, file);
  if (!reading.ok) {
    faults.push(reading.fault);
    return null;
  }
  const parsed = schema.safeParse(reading.raw);
  if (parsed.success) return parsed.data;
  faults.push(...schemaFaults(parsed.error, { file, raw: reading.raw, known }));
  return null;
}

function readLimits(root: string, environment: Environment, faults: ConfigFault[]) {
  const reading = readConfigFile(root, LIMITS_FILE);
  if (!reading.ok) {
    faults.push(reading.fault);
    return null;
  }
  const limits = readLimitsConfig(reading.raw, environment);
  if (limits.ok) return limits.limits;
  faults.push(...limits.faults);
  return null;
}

/** Checks the symbols of the command line; null when none were given. */
function chooseSymbols(
  texts: readonly string[] | undefined,
  universe: readonly Ticker[],
  faults: ConfigFault[],
): readonly Ticker[] | null {
  if (texts === undefined) return null;
  const allowed = `must be one of ${universe.join(", ")}, as ${UNIVERSE_FILE} lists them`;
  for (const text of texts) {
    if (isTicker(text) && universe.includes(ticker(text))) continue;
    faults.push({ file: "command line", key: "--symbols", value: JSON.stringify(text), allowed });
  }
  return [...new Set(texts)].map((text) => ticker(text));
}

function narrow(system: ConfigParts["system"], symbols: readonly Ticker[]): ConfigParts["system"] {
  const strategies = system.strategies.map((strategy) => ({
    ...strategy,
    symbols:
      strategy.symbols === "all"
        ? ("all" as const)
        : strategy.symbols.filter((symbol) => symbols.includes(symbol)),
  }));
  return { ...system, symbols, strategies };
}

function engineSettings({ system, limits, sectors }: ConfigParts, hash: string): EngineSettings {
  return {
    environment: system.environment,
    configHash: hash,
    feed: system.feed,
    symbols: system.symbols,
    sectors,
    fees: system.environment === "paper" ? "none" : "regulatory",
    strategies: system.strategies.map((strategy) => strategySettings(strategy, system.symbols)),
    attestors: system.golive.attestors,
    limitDefaults: limits.defaults,
    levelDefaults: limits.levels,
    limitCeilings: limits.ceilings,
    productionCeilings: limits.productionCeilings,
    orderOffsetBps: system.execution.orderOffsetBps,
    markSpreadMaxBps: system.marks.spreadMaxBps,
    reconcileEveryMs: system.reconciliation.everyMs,
    listOrdersEveryMs: system.reconciliation.openOrdersEveryMs,
    orderMaxAgeMs: system.execution.orderMaxAgeMs,
    orderRestMs: system.execution.orderRestMs,
    brokerStopBps: system.execution.brokerStopBps,
    approvals: approvalPolicy(system.approvals),
  };
}

function approvalPolicy(approvals: ConfigParts["system"]["approvals"]): ApprovalPolicy {
  const { ladder, quorum, expiryMinutes, soloCoolingOffMinutes } = approvals;
  const minutes = (kind: SubjectKind): number => expiryMinutes[kind] * MINUTE_MS;
  return {
    ladder,
    quorum,
    expiryMs: {
      limits: minutes("limits"),
      resume: minutes("resume"),
      override: minutes("override"),
      go_live: minutes("go_live"),
      role: minutes("role"),
      key: minutes("key"),
      policy: minutes("policy"),
    },
    solo:
      soloCoolingOffMinutes === null ? null : { coolingOffMs: soloCoolingOffMinutes * MINUTE_MS },
  };
}

function strategySettings(
  strategy: ConfigParts["system"]["strategies"][number],
  symbols: readonly Ticker[],
): StrategySettings {
  const allocation = parseMoney(String(strategy.allocation));
  assert(allocation.ok, `allocation of ${strategy.id} passed its schema and is no amount of money`);
  return {
    id: strategy.id,
    kind: strategy.kind,
    symbols: strategy.symbols === "all" ? symbols : strategy.symbols,
    params: strategy.params,
    allocation: allocation.value,
  };
}
