"use client";
import type { AgreedInvitation } from "@interlock/api/people/people-view";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { Panel } from "../components/panel.tsx";
import { useAct } from "../settings/use-act.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { InviteLink } from "./invite-panel.tsx";

/** Invitations that others agreed to: whoever asked fetches the link of each here, once. */
export function AgreedInvitations(props: {
  agreed: readonly AgreedInvitation[];
  refresh: () => void;
}) {
  const client = useTRPCClient();
  const { busy, act } = useAct(props.refresh);
  const [link, setLink] = useState<string | null>(null);
  if (props.agreed.length === 0 && link === null) return null;
  const fetchLink = async ({ name, email, role }: AgreedInvitation): Promise<void> => {
    const answer = await act(`Fetch the link for ${name}`, () =>
      client.people.invite.mutate({ name, email, role }),
    );
    if (answer?.link !== undefined) setLink(answer.link);
  };
  return (
    <Panel title="Agreed" note="For you to fetch, once">
      {link === null ? null : <InviteLink link={link} />}
      <ul className="settings-list">
        {props.agreed.map((one) => (
          <li key={one.approvalId}>
            <span>
              <strong>{one.name}</strong> {one.email}, as {one.role}
              <br />
              <span className="text-muted">
                agreed in {one.approvalId}, until <EtTime at={one.fetchBy} date />
              </span>
            </span>
            <Button size="small" disabled={busy} onClick={() => void fetchLink(one)}>
              Fetch the link
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
