"use client";
import type { InvitationView } from "@interlock/api/people/people-view";
import { EtTime } from "../components/et-time.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { Panel } from "../components/panel.tsx";
import { useAct } from "../settings/use-act.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";

/** Invitations that nobody has taken up yet. */
export function InvitationList(props: {
  invitations: readonly InvitationView[];
  refresh: () => void;
}) {
  const client = useTRPCClient();
  const { busy, act } = useAct(props.refresh);
  if (props.invitations.length === 0) return null;
  return (
    <Panel title="Invited">
      <ul className="settings-list">
        {props.invitations.map(({ id, name, email, role, invitedBy, expiresAt }) => (
          <li key={id}>
            <span>
              <strong>{name}</strong> {email}, as {role}
              <br />
              <span className="text-muted">
                by {invitedBy}, until <EtTime at={expiresAt} date />
              </span>
            </span>
            <ArmButton
              label="Take back"
              armedLabel="Confirm: take back"
              accessibleName={`Take back the invitation of ${name}`}
              disabled={busy}
              act={() =>
                void act(`Take back the invitation of ${name}`, () =>
                  client.people.withdrawInvitation.mutate({ id }),
                )
              }
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
