import type { PersonAnswer } from "@interlock/api/people/people-view";
import type { Role } from "@interlock/api/view/scalars";
import { createTransport } from "nodemailer";
import type { NoticeTargets } from "../../notices/notice-targets.ts";

/** An invitation as its mail tells it. The link opens the door: it goes into the mail and nowhere else. */
export interface InvitationLetter {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly link: string;
}

/** Sends it; rejects where the mail server does not take it. */
export type SendInvitation = (letter: InvitationLetter) => Promise<void>;

const SEND_MS = 10_000;

/** Returns how invitations are mailed; null without a mail server. */
export function invitationMail(target: NoticeTargets["mail"]): SendInvitation | null {
  if (target === null) return null;
  const { url, from } = target;
  const timeouts = {
    connectionTimeout: SEND_MS,
    greetingTimeout: SEND_MS,
    socketTimeout: SEND_MS,
  };
  const transport = createTransport({ url, ...timeouts }, { from });
  return async ({ email, name, role, invitedBy, link }) => {
    const text = `${name},\n\n${invitedBy} invites you to Interlock as ${role}. This link works once, within 3 days:\n\n${link}\n\nWho did not expect it does nothing: without it nobody can join in your name.\n`;
    await transport.sendMail({
      to: { name, address: email },
      subject: "Interlock: your invitation",
      text,
    });
  };
}

/** Mails an invitation, or has the owner hand its link over where it cannot be mailed. The link is never logged. */
export async function handOver(
  send: SendInvitation | null,
  letter: InvitationLetter,
): Promise<PersonAnswer> {
  const { email, name, role, link } = letter;
  const may = `${name} may join as ${role}.`;
  const byHand = "Send them this link: it works once, within 3 days, and is shown only now.";
  if (send === null) return { accepted: true, sentence: `${may} ${byHand}`, link };
  try {
    await send(letter);
  } catch {
    const sentence = `${may} The mail server did not take the invitation. ${byHand}`;
    return { accepted: true, sentence, link };
  }
  const sentence = `${may} The link was mailed to ${email}: it works once, within 3 days.`;
  return { accepted: true, sentence };
}
