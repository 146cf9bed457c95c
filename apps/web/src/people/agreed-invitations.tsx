"use client";
import type { AgreedInvitation } from "@interlock/api/people/people-view";
import { useState } from "react";
import { Panel } from "../components/panel.tsx";
import { useAct } from "../settings/use-act.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { AgreedList } from "./agreed-list.tsx";
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
      <AgreedList
        agreed={props.agreed}
        label="Agreed invitations"
        describe={({ name, email, role }) => (
          <>
            <strong>{name}</strong> {email}, as {role}
          </>
        )}
        action="Fetch the link"
        busy={busy}
        fetchOne={(one) => void fetchLink(one)}
      />
    </Panel>
  );
}
