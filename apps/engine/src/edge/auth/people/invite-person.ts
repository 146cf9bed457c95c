import type { z } from "zod";
import type { Actor } from "@interlock/api/actor";
import type * as input from "@interlock/api/people/people-input";
import type { PersonAnswer } from "@interlock/api/people/people-view";
import { raisesAuthority } from "@interlock/core/approval/authority";
import type { Result } from "@interlock/core/result";
import { askOthers } from "../authority/ask-others.ts";
import type { AuthorityAct } from "../authority/authority-act.ts";
import { collect } from "../authority/collect.ts";
import { noteOf } from "../person-notes.ts";
import { handOver } from "./invitation-mail.ts";
import { Invitations } from "./invitations.ts";
import type { PeopleGround } from "./people-ground.ts";
import { refused } from "./person-answer.ts";

/**
 * Makes an invitation and the text of its link. Where the whole ladder holds, one into a role that may more than look
 * is asked of others first; the same call makes the link once they have agreed, for whoever asked, once.
 */
export async function invitePerson(
  ground: PeopleGround,
  actor: Actor,
  { reason, ...whom }: z.infer<typeof input.invite>,
): Promise<PersonAnswer> {
  const person = { ...whom, email: whom.email.toLowerCase() };
  const act: AuthorityAct = { act: "invite", ...person };
  const raises = raisesAuthority(null, whom.role);
  const made = await ground.change(async (client, note): Promise<Result<string> | null> => {
    const needsOthers = ground.isFullLadder() && raises;
    const agreed = needsOthers ? await collect(client, act, actor.userId) : null;
    if (needsOthers && agreed === null) return null;
    const alone = raises && agreed?.fourEyes !== true;
    const aloneBy = alone ? actor.userId : null;
    const link = await new Invitations(client).make({ ...person, invitedBy: actor.name, aloneBy });
    const how = agreed === null ? "" : `, agreed in ${agreed.approvalId}`;
    const about = `${whom.name} <${person.email}>`;
    if (link.ok) note(noteOf(actor, "invited", { about, detail: `as ${whom.role}${how}` }));
    return link;
  });
  if (made === null)
    return askOthers(ground, actor, {
      act,
      title: `Invite ${whom.name} as ${whom.role}`,
      diff: [
        {
          what: `Invitation of ${whom.name}`,
          before: "not here yet",
          after: whom.role,
          direction: "looser",
        },
      ],
      impact: ["Once it is applied, you make the link within 24 hours, and hand it over."],
      reason,
    });
  if (!made.ok) return refused(made.error);
  const link = `${ground.consoleUrl}/join#${made.value}`;
  return handOver(ground.sendInvitation, { ...whom, invitedBy: actor.name, link });
}
