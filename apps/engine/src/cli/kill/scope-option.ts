import { type KillScope, type NarrowScope, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { InvalidArgumentError, Option } from "commander";
import { narrowScope } from "../../operator/control-socket-protocol.ts";

const ALLOWED = 'must be "all", "symbol:" and a ticker such as NVDA, or "strategy:" and its name';

/** The option `--scope`. */
export function scopeOption(description: string): Option {
  return new Option("--scope <scope>", description)
    .default(WHOLE_ACCOUNT, "all")
    .argParser(readScope);
}

/** Returns the part of the account that the option names; undefined for everything. */
export function partOf(scope: KillScope): NarrowScope | undefined {
  return scope.kind === "all" ? undefined : scope;
}

function readScope(text: string): KillScope {
  if (text === "all") return WHOLE_ACCOUNT;
  const [kind, ...rest] = text.split(":");
  const name = rest.join(":");
  const parsed = narrowScope.safeParse(
    kind === "symbol"
      ? { kind, symbol: name.toUpperCase() }
      : { kind: "strategy", strategyId: kind === "strategy" ? name : "" },
  );
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(ALLOWED);
}
