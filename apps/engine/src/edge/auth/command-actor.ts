import type { Actor } from "@interlock/api/actor";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import { UNSETTLED, unsettledWords } from "@interlock/core/approval/decide-approval";
import type { CommandActor } from "../../operator/operator-command.ts";

/** Who a command is journaled under: the person, where it came from, and the passkey used for it. */
export function commandActor({
  userId,
  name,
  role,
  stepUp,
  raisedAlone,
  ...actor
}: Actor): CommandActor {
  return {
    userId,
    name,
    role,
    from: originOf(actor),
    ...(raisedAlone === undefined
      ? {}
      : { raisedAlone: { by: raisedAlone.by, settled: raisedAlone.settled } }),
    ...(stepUp === undefined ? {} : { stepUp }),
  };
}

/**
 * A sentence of the engine as this person is told it: the edge knows from when on they count, the engine only that not
 * yet. `now` is real time in milliseconds.
 */
export function toldTo({ raisedAlone }: Actor, sentence: string, now: number): string {
  return raisedAlone === undefined
    ? sentence
    : sentence.replace(UNSETTLED, unsettledWords(raisedAlone, now));
}

/** The same of an answer to a command. */
export function answerTo(actor: Actor, answer: CommandReceipt, now: number): CommandReceipt {
  return { ...answer, sentence: toldTo(actor, answer.sentence, now) };
}

/** Where an act of a person came from, as it is journaled; what is not known is absent. */
export function originOf({
  session,
  keyId,
}: Pick<Actor, "session" | "keyId">): NonNullable<CommandActor["from"]> {
  const { id, ip, device } = session;
  return {
    ...(keyId === undefined ? { session: id } : { key: keyId }),
    ...(ip === null ? {} : { ip }),
    ...(device === null ? {} : { device }),
  };
}
