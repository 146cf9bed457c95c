import { describeScope } from "@interlock/core/kill/kill-scope";
import { z } from "zod";
import { isDone, scopeOfKill } from "../../kill-in-force.ts";
import type { KillState } from "../../records/kill-record.ts";

/** What of an engine's status says how its kills stand. */
const knownKills = z.looseObject({
  kills: z.array(z.custom<KillState>((value) => typeof value === "object" && value !== null)),
  trading: z.looseObject({ holds: z.array(z.looseObject({ source: z.string() })) }),
});

/**
 * Says of each kill in force that has not proven everything how far it is: under way; not done, with what is left and
 * tried again; or done but for what it cannot end. One that a person resumed from is over, whatever it left.
 */
export function killLines(status: Readonly<Record<string, unknown>>): string[] {
  const read = knownKills.safeParse(status);
  if (!read.success) return [];
  const { kills, trading } = read.data;
  const isHeld = trading.holds.some(({ source }) => source === "kill_switch");
  // Of everything the last kill is kept after a resume, too; of a part only the one that holds it.
  return kills.filter(({ scope }) => scope !== undefined || isHeld).flatMap(lineOf);
}

function lineOf(kill: KillState): readonly string[] {
  const { mode, stage } = kill;
  if (mode === "halt" || stage === "proven") return [];
  const what = `kill      ${mode} of ${describeScope(scopeOfKill(kill))}`;
  const left = kill.residual.map((one) => `${one.what}: ${one.why}`).join("; ");
  if (isDone(kill)) return [`${what} has done what it can; left: ${left}`];
  if (stage === "residual") return [`${what} is not done and is tried again; left: ${left}`];
  return [`${what} in progress (${stage.replaceAll("_", " ")})`];
}
