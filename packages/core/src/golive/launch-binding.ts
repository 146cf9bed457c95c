import { idsOf, type StrategyId } from "../ids.ts";

/**
 * What a go-live approval is bound to: it holds for exactly this journal, account, build, configuration, version of the
 * limits and versions of the strategies, and for nothing else (15c3-5: the controls that were reviewed are those that
 * run). Plain data; hashes are hexadecimal.
 */
export interface LaunchBinding {
  /** The journal's own name: an approval in a copy of another journal is none here. */
  readonly journal: string;
  readonly accountId: string;
  readonly build: string;
  readonly configHash: string;
  readonly limitsVersion: number;
  /** A hash of what each strategy is: its kind, parameters, symbols and allocation. */
  readonly strategies: Readonly<Record<StrategyId, string>>;
}

/** Returns what differs between what was approved and what runs, each as a clause; empty where they are the same. */
export function bindingFaults(approved: LaunchBinding, running: LaunchBinding): readonly string[] {
  const faults: string[] = [];
  const differ = (what: string, a: string, b: string): void => {
    if (a !== b) faults.push(`${what} ${shortHash(a)} was approved and ${shortHash(b)} runs`);
  };
  differ("journal", approved.journal, running.journal);
  differ("account", approved.accountId, running.accountId);
  differ("build", approved.build, running.build);
  differ("configuration", approved.configHash, running.configHash);
  differ("limits version", String(approved.limitsVersion), String(running.limitsVersion));
  const names = new Set([...idsOf(approved.strategies), ...idsOf(running.strategies)]);
  for (const id of [...names].sort())
    differ(`strategy ${id}`, approved.strategies[id] ?? "none", running.strategies[id] ?? "none");
  return faults;
}

/** Returns what an approval is bound to, as names and values that people compare. */
export function describeBinding(binding: LaunchBinding): readonly (readonly [string, string])[] {
  const { accountId, build, configHash, limitsVersion, strategies } = binding;
  return [
    ["Account", accountId],
    ["Build", shortHash(build)],
    ["Configuration", shortHash(configHash)],
    ["Limits", `version ${limitsVersion}`],
    ...idsOf(strategies).map((id) => [`Strategy ${id}`, shortHash(strategies[id] ?? "")] as const),
  ];
}

const SHORT = 12;

/** Returns the beginning of a hash, as people compare them; anything short stays whole. */
export function shortHash(hash: string): string {
  if (hash === "") return "(none)";
  return /^[0-9a-f]{32,}$/.test(hash) ? hash.slice(0, SHORT) : hash;
}
