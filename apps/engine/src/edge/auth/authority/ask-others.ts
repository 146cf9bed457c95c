import { randomUUID } from "node:crypto";
import type { Actor } from "@interlock/api/actor";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import type { PersonAnswer } from "@interlock/api/people/people-view";
import type { DiffLine } from "@interlock/core/approval/approval";
import { commandId } from "@interlock/core/ids";
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
  if (reason === undefined)
    return {
      accepted: false,
      sentence: `Nothing was changed: this needs the approval of another person. Give a reason to ask for it: ${title}.`,
      needs: "approval",
    };
  const { base: baseVersion, alone } = await baseOfRequest(pool, act, actor.userId);
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
