import type { Actor } from "@interlock/api/actor";
import type { PersonEvent, PersonEventName } from "../../records/person-record.ts";
import { originOf } from "./command-actor.ts";

/** Tells the trading thread what is to be journaled of a person. */
export type NotePerson = (noted: PersonEvent) => void;

/** What a signed-in person did, as it is journaled. */
export function noteOf(
  actor: Actor,
  event: PersonEventName,
  { about = null, detail = "" }: { readonly about?: string | null; readonly detail?: string } = {},
): PersonEvent {
  const { userId, name, role } = actor;
  return { event, by: name, byId: userId, role, about, from: originOf(actor), detail };
}
