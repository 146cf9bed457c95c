import type { Actor } from "@interlock/api/actor";
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
