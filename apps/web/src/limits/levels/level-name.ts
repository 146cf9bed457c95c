import type { LimitLevelName, LimitsView } from "@interlock/api/view/limits-view";
import { nameOfLevel } from "@interlock/core/risk/levels/limit-levels";
import { TRADABLE_SESSIONS } from "@interlock/core/risk/limit-fields";

/** The account's own limits. */
const ACCOUNT: LimitLevelName = { kind: "account" };

/** Names a level in the page's address: "account", "symbol:BRK.B", "strategy:trend". */
export function levelText(level: LimitLevelName): string {
  return level.kind === "account" ? "account" : `${level.kind}:${nameOfLevel(level)}`;
}

/** Reads a level from the page's address; the account's where it names none that may have limits. */
export function readLevel(text: string | null, limits: LimitsView): LimitLevelName {
  const known = limits.mayHave.find(({ kind, name }) => `${kind}:${name}` === text);
  return known === undefined ? ACCOUNT : (levelNamed(known) ?? ACCOUNT);
}

function levelNamed({ kind, name }: LimitsView["mayHave"][number]): LimitLevelName | null {
  if (kind === "strategy") return { kind, id: name };
  if (kind === "symbol") return { kind, symbol: name };
  const session = TRADABLE_SESSIONS.find((one) => one === name);
  return session === undefined || session === "closed" ? null : { kind: "session", session };
}
