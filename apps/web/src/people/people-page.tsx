"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PendingRequests } from "../approvals/pending-requests.tsx";
import { Button } from "../components/button.tsx";
import { Drawer } from "../components/drawer.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useRefusal } from "../session/viewer-provider.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { AgreedInvitations } from "./agreed-invitations.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { InvitePanel } from "./invite-panel.tsx";
import { PersonDetail } from "./person-detail.tsx";
import { PersonTable } from "./person-table.tsx";

const REFRESH_MS = 10_000;

/** Who may sign in, as what, and where they are signed in: for owners. */
export function PeoplePage() {
  const refusal = useRefusal("people.list");
  if (refusal !== null) {
    return (
      <>
        <PageHead title="People" />
        <p className="refusal">{refusal}</p>
      </>
    );
  }
  return <Roster />;
}

function Roster() {
  const trpc = useTRPC();
  const [openId, setOpenId] = useState<string | null>(null);
  const [inviting, setInviting] = useState(false);
  const people = useQuery(
    trpc.people.list.queryOptions(undefined, {
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    }),
  );
  const refresh = () => void people.refetch();
  const open = people.data?.people.find(({ userId }) => userId === openId) ?? null;
  return (
    <>
      <PageHead title="People">
        <Button size="small" look="primary" onClick={() => setInviting(true)}>
          Invite …
        </Button>
      </PageHead>
      {people.isError ? (
        <ErrorNotice
          title="People cannot be shown"
          detail={failureSentence(people.error)}
          keepsLast={people.data !== undefined}
          retry={refresh}
        />
      ) : null}
      {inviting ? <InvitePanel refresh={refresh} close={() => setInviting(false)} /> : null}
      {people.data === undefined ? (
        people.isError ? null : (
          <Skeleton lines={6} label="Asking for people" />
        )
      ) : (
        <>
          <PendingRequests kind="role" />
          <AgreedInvitations agreed={people.data.agreed} refresh={refresh} />
          <Panel title="May sign in" flush>
            <PersonTable people={people.data.people} open={setOpenId} />
          </Panel>
          <InvitationList invitations={people.data.invitations} refresh={refresh} />
        </>
      )}
      <Drawer open={open !== null} close={() => setOpenId(null)} title={open?.name ?? ""}>
        {open === null ? null : <PersonDetail person={open} refresh={refresh} />}
      </Drawer>
    </>
  );
}
