import { randomUUID } from "node:crypto";
import type { Actor } from "@interlock/api/actor";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import type { PersonAnswer } from "@interlock/api/people/people-view";
import type { DiffLine } from "@interlock/core/approval/approval";
import {
  COOLING_OFF_MS,
  DEFAULT_POLICY,
  requirementsOf,
} from "@interlock/core/approval/approval-policy";
import { describeRoles } from "@interlock/core/approval/quorum";
import { commandId } from "@interlock/core/ids";
import { MINUTE_MS } from "@interlock/core/time";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { OperatorCommand } from "../../../operator/operator-command.ts";
import { commandActor } from "../command-actor.ts";
import { baseOfRequest } from "./act-base.ts";
import { type AuthorityAct, subjectOf } from "./authority-act.ts";

/** The way to the trading thread, which keeps requests. */
export type GiveCommand = (command: OperatorCommand) => Promise<CommandReceipt>;

/** An act as people read it, and why somebody wants it. */
export interface Asking {
  readonly act: AuthorityAct;
  readonly title: string;
  readonly diff: readonly DiffLine[];
  readonly impact: readonly string[];
  /** Absent until the person has given one. */
  readonly reason: string | undefined;
}

/**
 * Asks others to agree to an act about people or keys. Without a reason the answer says that one is needed; with it the
 * request is made, and what it is about happens once it is applied.
 */
export async function askOthers(
  { pool, command }: { readonly pool: DatabasePool; readonly command: GiveCommand },
  actor: Actor,
  { act, title, diff, impact, reason }: Asking,
): Promise<PersonAnswer> {
  const { base: baseVersion, alone } = await baseOfRequest(pool, act, actor.userId);
  if (reason === undefined)
    return {
      accepted: false,
      sentence: `Nothing was changed: ${needed(act, alone)} ${howToAsk(actor)}: ${title}.`,
      needs: "approval",
      ...(alone ? { alone } : {}),
    };
  const ask = {
    kind: subjectOf(act),
    content: act,
    title,
    baseVersion,
    diff,
    impact,
    ...(alone ? { alone } : {}),
  };
  const { accepted, sentence, needs, made } = await command({
    commandId: commandId(randomUUID()),
    actor: commandActor(actor),
    via: "console",
    body: { kind: "request_approval", ask, reason },
  });
  return {
    accepted,
    sentence,
    ...(needs === "step_up" ? { needs } : {}),
    ...(made === undefined ? {} : { requested: made }),
  };
}

/** Whose word it takes: who is alone gives it themself, as the engine lets them. */
function needed(act: AuthorityAct, alone: boolean): string {
  const roles = describeRoles(requirementsOf(DEFAULT_POLICY, subjectOf(act)));
  return alone
    ? `this needs an approval by the role ${roles}, and nobody else on the desk could give it: you may yourself, after a cooling-off of ${COOLING_OFF_MS / MINUTE_MS} minutes and with another passkey than you ask with.`
    : `this needs the approval of another person with the role ${roles}.`;
}

/** The console asks for the reason itself; at a command line it is an option. */
function howToAsk({ atCommandLine }: Actor): string {
  return atCommandLine === true
    ? 'Run the same command again with --reason "…" to ask for it'
    : "Give a reason to ask for it";
}
