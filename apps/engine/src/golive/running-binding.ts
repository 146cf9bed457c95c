import { createHash } from "node:crypto";
import type { LaunchBinding } from "@interlock/core/golive/launch-binding";
import type { StrategyId } from "@interlock/core/ids";
import { emptyRecord } from "@interlock/core/record-of-names";
import type { EngineSettings, StrategySettings } from "../settings.ts";
import type { EngineState } from "../state.ts";

/** Hashes of strategies, made once for each set of settings: every order asks for them. */
const versions = new WeakMap<EngineSettings, Readonly<Record<StrategyId, string>>>();

/** Returns what runs now, to be compared with what was approved. */
export function runningBinding(state: EngineState): LaunchBinding {
  return {
    journal: state.instance,
    accountId: state.accountId,
    build: state.build,
    configHash: state.settings?.configHash ?? "",
    limitsVersion: state.limits?.version ?? 0,
    strategies: state.settings === null ? {} : strategyVersions(state.settings),
  };
}

/** Returns a hash of what each configured strategy is. */
export function strategyVersions(settings: EngineSettings): Readonly<Record<StrategyId, string>> {
  const known = versions.get(settings);
  if (known !== undefined) return known;
  const made = emptyRecord<StrategyId, string>();
  for (const strategy of settings.strategies) made[strategy.id] = versionOf(strategy);
  versions.set(settings, made);
  return made;
}

function versionOf({ kind, symbols, params, allocation }: StrategySettings): string {
  const named = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256([kind, symbols, named, allocation]);
}

/** Returns one hash of all strategies: with the build it names a version whose track record counts. */
export function strategiesHash(settings: EngineSettings): string {
  const parts = settings.strategies.map(({ id, kind, symbols, params }) => [
    id,
    kind,
    symbols,
    // Allocations differ between paper and live without making another strategy.
    Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return sha256(parts);
}

/** Returns the SHA-256, in hexadecimal, of a value's JSON. */
export function sha256(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
