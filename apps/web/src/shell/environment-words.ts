import type { Environment } from "@interlock/api/view/scalars";
import type { EngineView } from "@interlock/api/view/engine-view";
import type { KillView } from "@interlock/api/view/kill-view";

/** What the strip at the top says, and in which of its looks. */
export interface StripWords {
  readonly look: "sim" | "paper" | "live" | "halted" | "unknown";
  readonly name: string;
  readonly detail: string;
  /** Set while trading is restricted: why, and by whom. */
  readonly restriction: string;
}

const MEANING: Readonly<Record<Environment, string>> = {
  sim: "simulated venue",
  paper: "paper money",
  live: "real money",
};

/** Returns the last four characters of an account number, as statements print it. */
function accountSuffix(accountNumber: string): string {
  return accountNumber === "" ? "not confirmed" : `…${accountNumber.slice(-4)}`;
}

/** Returns the words of the strip. The account that the venue confirmed decides; before it is known, that is said. */
export function stripWords(
  engine: EngineView | null,
  known: Environment | null,
  kill: KillView | null = null,
): StripWords {
  if (engine === null) {
    const detail =
      known === null ? "no word from the engine yet" : `${MEANING[known]} · connecting`;
    return {
      look: known ?? "unknown",
      name: (known ?? "unknown").toUpperCase(),
      detail,
      restriction: "",
    };
  }
  const name = engine.environment.toUpperCase();
  const detail = `${MEANING[engine.environment]} · acct ${accountSuffix(engine.accountNumber)}`;
  if (engine.tradingState === "halted") {
    return { look: "halted", name: `HALTED · ${name}`, detail, restriction: restrictionOf(engine) };
  }
  if (kill !== null && isLatched(kill)) {
    const restriction = `kill switch: ${kill.mode}, told by the watchdog · by ${kill.by}`;
    return { look: "halted", name: `KILL · ${name}`, detail, restriction };
  }
  const restriction =
    engine.tradingState === "reducing" ? `Reducing only: ${restrictionOf(engine)}` : "";
  return { look: engine.environment, name, detail, restriction };
}

/** What the watchdog tells of a kill is ahead of an engine that is silent: its picture still says that it trades. */
function isLatched({ clock, stage }: KillView): boolean {
  return clock === "host" && stage !== "none" && stage !== "resumed";
}

function restrictionOf(engine: EngineView): string {
  const by = engine.tradingStateBy === "" ? "" : ` · by ${engine.tradingStateBy}`;
  return `${engine.tradingStateCause}${by}`;
}
