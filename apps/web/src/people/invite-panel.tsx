"use client";
import type { Role } from "@interlock/api/view/scalars";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../components/button.tsx";
import { Panel } from "../components/panel.tsx";
import { AskOthers } from "../settings/ask-others.tsx";
import { useAct } from "../settings/use-act.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { RoleChoice } from "./person-detail.tsx";
import { formText } from "../settings/form-text.ts";

/** Invites a person by mail; without a mail server the link that comes back is shown once. */
export function InvitePanel({ refresh, close }: { refresh: () => void; close: () => void }) {
  const [link, setLink] = useState<string | null>(null);
  return (
    <Panel
      title="Invite"
      tools={
        <Button size="small" onClick={close}>
          Close
        </Button>
      }
    >
      {link === null ? (
        <InviteForm refresh={refresh} show={setLink} close={close} />
      ) : (
        <InviteLink link={link} />
      )}
    </Panel>
  );
}

interface InviteFormProps {
  readonly refresh: () => void;
  readonly show: (link: string) => void;
  readonly close: () => void;
}

function InviteForm({ refresh, show, close }: InviteFormProps) {
  const client = useTRPCClient();
  const { busy, act, asking } = useAct(refresh);
  const [role, setRole] = useState<Role>("viewer");
  const id = useId();
  const invite = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const input = { name: formText(form, "name"), email: formText(form, "email"), role };
    const answer = await act(`Invite ${input.name}`, (reason) =>
      client.people.invite.mutate({ ...input, ...(reason === undefined ? {} : { reason }) }),
    );
    if (answer === null) return;
    if (answer.link === undefined) close();
    else show(answer.link);
  };
  return (
    <form className="settings-form" onSubmit={(event) => void invite(event)}>
      <label className="field">
        Name
        <input name="name" required maxLength={80} autoComplete="off" />
      </label>
      <label className="field">
        E-mail address
        <input name="email" type="email" required autoComplete="off" />
      </label>
      <RoleChoice id={id} role={role} choose={setRole} />
      <Button type="submit" look="primary" disabled={busy}>
        Invite
      </Button>
      {role === "viewer" ? null : (
        <p className="text-muted">
          Where changes need a second person: whom you alone invite or promote counts as one 24
          hours after they joined, and once they hold a passkey. Until then nobody&apos;s request
          passes by their approval, a resume neither; stopping and closing always work.
        </p>
      )}
      <p className="text-muted">
        Where others must agree first: ask them here, and fetch the link on this page once it is
        applied.
      </p>
      <AskOthers asking={asking} />
    </form>
  );
}

/** The link of an invitation that was just made: the only time that anybody sees it. */
export function InviteLink({ link }: { link: string }) {
  return (
    <div className="settings-once" role="status">
      <p>
        <strong>Shown only now.</strong> Send it by a way that only this person reads: it works
        once, within 3 days.
      </p>
      <p className="sign-in-command">
        <code data-testid="invitation-link">{link}</code>
      </p>
      <Button size="small" onClick={() => void navigator.clipboard.writeText(link)}>
        Copy
      </Button>
    </div>
  );
}
