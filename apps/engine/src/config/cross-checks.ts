import { COOLING_OFF_MS } from "@interlock/core/approval/approval-policy";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { moneyToNumber } from "@interlock/core/number/money";
import { levelsIn, limitsAt, nameOfLevel } from "@interlock/core/risk/levels/limit-levels";
import type { SectorMap } from "@interlock/core/portfolio/sector-totals";
import type { Limits } from "@interlock/core/risk/limits";
import { MINUTE_MS } from "@interlock/core/time";
import { findStrategy } from "@interlock/core/strategy/registry";
import { type ConfigFault, showValue } from "./config-fault.ts";
import type { LimitsConfig } from "./limits-config.ts";
import { LIMITS_FILE } from "./limits-file.ts";
import { CONFIG_FILES, type Environment, type SystemConfig } from "./system-config.ts";
import { UNIVERSE_FILE } from "./universe-config.ts";

/** What is checked once each file is sound by itself. */
export interface ConfigParts {
  readonly environment: Environment;
  readonly system: SystemConfig;
  readonly universe: readonly Ticker[];
  readonly sectors: SectorMap;
  readonly limits: LimitsConfig;
}

/** Returns what is wrong between fields and between files. */
export function crossChecks(parts: ConfigParts): ConfigFault[] {
  return [
    ...environmentFaults(parts),
    ...accountFaults(parts),
    ...symbolFaults(parts),
    ...parts.system.strategies.flatMap((_, index) => strategyFaults(parts, index)),
    ...levelFaults(parts),
    ...listFaults(parts),
    ...sectorFaults(parts),
    ...executionFaults(parts),
    ...reconciliationFaults(parts),
    ...approvalFaults(parts),
    ...portFaults(parts),
  ];
}

function fault(
  parts: ConfigParts,
  key: string,
  found: { value: unknown; allowed: string },
): ConfigFault {
  const file = CONFIG_FILES[parts.environment];
  return { file, key, value: showValue(found.value), allowed: found.allowed };
}

/** A limit of what is not there protects nothing: its name is mistaken. */
function levelFaults({ environment, system, universe, limits }: ConfigParts): ConfigFault[] {
  const ids = system.strategies.map(({ id }) => id);
  return levelsIn(limits.levels).flatMap((level) => {
    const known = level.kind === "strategy" ? ids : level.kind === "symbol" ? universe : null;
    const name = nameOfLevel(level);
    if (known === null || known.some((one) => one === name)) return [];
    const [group, file] =
      level.kind === "strategy"
        ? ["strategies", CONFIG_FILES[environment]]
        : ["symbols", UNIVERSE_FILE];
    const allowed = `must be one of ${known.join(", ")}, as ${file} lists them`;
    return [{ file: LIMITS_FILE, key: `${environment}.${group}`, value: showValue(name), allowed }];
  });
}

/** A mistaken name on a list would leave the symbol that was meant free, or every other one forbidden. */
function listFaults({ environment, universe, limits }: ConfigParts): ConfigFault[] {
  const { defaults, ceilings, levels } = limits;
  const below = levelsIn(levels).map((level): [string, Partial<Limits>] => [
    `strategies.${nameOfLevel(level)}`,
    limitsAt(levels, level),
  ]);
  const tables: [string, Partial<Limits>][] = [
    ["defaults", defaults],
    ["ceilings", ceilings],
    ...below,
  ];
  return tables.flatMap(([table, { restricted = [], allowed = [] }]) =>
    Object.entries({ restricted, allowed }).flatMap(([key, symbols]) =>
      symbols
        .filter((symbol) => !universe.includes(symbol))
        .map((symbol) => ({
          file: LIMITS_FILE,
          key: `${environment}.${table}.${key}`,
          value: showValue(symbol),
          allowed: `must be listed in ${UNIVERSE_FILE}, which holds ${universe.join(", ")}`,
        })),
    ),
  );
}

/** A mistaken name would leave the symbol that was meant among those without a sector. */
function sectorFaults({ universe, sectors }: ConfigParts): ConfigFault[] {
  return idsOf<Ticker>(sectors)
    .filter((symbol) => !universe.includes(symbol))
    .map((symbol) => ({
      file: UNIVERSE_FILE,
      key: "sectors",
      value: showValue(symbol),
      allowed: `must be one of the symbols, ${universe.join(", ")}`,
    }));
}

function environmentFaults(parts: ConfigParts): ConfigFault[] {
  const { environment, pacing } = parts.system;
  const faults: ConfigFault[] = [];
  if (environment !== parts.environment) {
    const allowed = `must be "${parts.environment}" in this file`;
    faults.push(fault(parts, "environment", { value: environment, allowed }));
  }
  if (parts.environment !== "sim" && pacing.hold) {
    const allowed = "must be false: only a simulated venue can hold its tape";
    faults.push(fault(parts, "pacing.hold", { value: true, allowed }));
  }
  if (parts.environment !== "sim" && !pacing.autoPong) {
    const allowed = "must be true: a real venue closes a stream whose pings wait for decisions";
    faults.push(fault(parts, "pacing.autoPong", { value: false, allowed }));
  }
  return faults;
}

/** Real money is traded on one account that somebody has named, never on whichever the keys open. */
function accountFaults(parts: ConfigParts): ConfigFault[] {
  const { accountId } = parts.system;
  if (parts.environment !== "live" || accountId !== null) return [];
  const allowed =
    "must be the id of the live account (a UUID): live trades no account that is not named here";
  return [{ ...fault(parts, "accountId", { value: accountId, allowed }), owed: true }];
}

function symbolFaults(parts: ConfigParts): ConfigFault[] {
  const { symbols } = parts.system;
  return symbols
    .map((symbol, index) => ({ symbol, index }))
    .filter(({ symbol }) => !parts.universe.includes(symbol))
    .map(({ symbol, index }) =>
      fault(parts, `symbols[${index}]`, {
        value: symbol,
        allowed: `must be listed in ${UNIVERSE_FILE}, which holds ${parts.universe.join(", ")}`,
      }),
    );
}

function strategyFaults(parts: ConfigParts, index: number): ConfigFault[] {
  const { strategies, symbols } = parts.system;
  const strategy = strategies[index];
  if (strategy === undefined) return [];
  const path = `strategies[${index}]`;
  const faults: ConfigFault[] = [];
  if (strategies.findIndex((other) => other.id === strategy.id) !== index) {
    const allowed = "must differ from the ids of the strategies before it";
    faults.push(fault(parts, `${path}.id`, { value: strategy.id, allowed }));
  }
  for (const [position, symbol] of (strategy.symbols === "all" ? [] : strategy.symbols).entries()) {
    if (symbols.includes(symbol)) continue;
    const allowed = `must be one of the system's symbols, ${symbols.join(", ")}`;
    faults.push(fault(parts, `${path}.symbols[${position}]`, { value: symbol, allowed }));
  }
  const positionMax = moneyToNumber(parts.limits.ceilings.maxPositionNotional);
  if (strategy.allocation > positionMax) {
    const allowed = `must be at most the ceiling of maxPositionNotional in ${LIMITS_FILE}, ${positionMax}`;
    faults.push(fault(parts, `${path}.allocation`, { value: strategy.allocation, allowed }));
  }
  return [...faults, ...paramFaults(parts, path, strategy)];
}

function paramFaults(
  parts: ConfigParts,
  path: string,
  strategy: SystemConfig["strategies"][number],
): ConfigFault[] {
  const kind = findStrategy(strategy.kind);
  if (!kind.ok) {
    const allowed = kind.error.slice(kind.error.indexOf(": ") + 2);
    return [fault(parts, `${path}.kind`, { value: strategy.kind, allowed })];
  }
  const params = kind.value.checkParams(strategy.params);
  if (params.ok) return [];
  const allowed = `must fit the strategy: ${params.error}`;
  return [fault(parts, `${path}.params`, { value: strategy.params, allowed })];
}

function executionFaults(parts: ConfigParts): ConfigFault[] {
  return [...offsetFaults(parts), ...brokerStopFaults(parts)];
}

/** A stop at the broker is for the time in which the engine's own cannot act: that one comes first while it can. */
function brokerStopFaults(parts: ConfigParts): ConfigFault[] {
  const { brokerStopBps } = parts.system.execution;
  const { stopLossBps } = parts.limits.defaults;
  if (brokerStopBps === 0 || brokerStopBps > stopLossBps) return [];
  const allowed = `must be 0, or above stopLossBps in ${LIMITS_FILE}, ${stopLossBps}: the engine's own stop comes first`;
  return [fault(parts, "execution.brokerStopBps", { value: brokerStopBps, allowed })];
}

function offsetFaults(parts: ConfigParts): ConfigFault[] {
  const { orderOffsetBps } = parts.system.execution;
  const collar = parts.limits.defaults.priceCollarBps;
  if (orderOffsetBps < collar) return [];
  const allowed = `must be below priceCollarBps in ${LIMITS_FILE}, ${collar}: every order would be denied`;
  return [fault(parts, "execution.orderOffsetBps", { value: orderOffsetBps, allowed })];
}

/** A look at the open orders that comes later than the comparison of everything shows nothing of its own. */
function reconciliationFaults(parts: ConfigParts): ConfigFault[] {
  const { everyMs, openOrdersEveryMs } = parts.system.reconciliation;
  if (openOrdersEveryMs <= everyMs) return [];
  const allowed = `must be at most reconciliation.everyMs, ${everyMs}`;
  return [fault(parts, "reconciliation.openOrdersEveryMs", { value: openOrdersEveryMs, allowed })];
}

/** Real money never asks for less than the whole ladder, and nobody agrees with themself in haste. */
function approvalFaults(parts: ConfigParts): ConfigFault[] {
  if (parts.environment !== "live") return [];
  const { ladder, soloCoolingOffMinutes } = parts.system.approvals;
  const faults: ConfigFault[] = [];
  if (ladder !== "full")
    faults.push(
      fault(parts, "approvals.ladder", {
        value: ladder,
        allowed: 'must be "full": live trading always asks for passkeys and other people',
      }),
    );
  const least = COOLING_OFF_MS / MINUTE_MS;
  if (soloCoolingOffMinutes !== null && soloCoolingOffMinutes < least)
    faults.push(
      fault(parts, "approvals.soloCoolingOffMinutes", {
        value: soloCoolingOffMinutes,
        allowed: `must be null or at least ${least} in live`,
      }),
    );
  return faults;
}

function portFaults(parts: ConfigParts): ConfigFault[] {
  const entries = Object.entries(parts.system.ports).filter(([, port]) => port !== 0);
  return entries.flatMap(([name, port], index) => {
    const earlier = entries.slice(0, index).find(([, other]) => other === port);
    if (earlier === undefined) return [];
    const allowed = `must differ from ports.${earlier[0]}`;
    return [fault(parts, `ports.${name}`, { value: port, allowed })];
  });
}
