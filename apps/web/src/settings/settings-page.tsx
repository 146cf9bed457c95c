"use client";
import type { ProfileView } from "@interlock/api/people/people-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useRefusal } from "../session/viewer-provider.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { CodesPanel } from "./codes-panel.tsx";
import { KeyPanel } from "./keys/key-panel.tsx";
import { NamePanel } from "./name-panel.tsx";
import { NoticePanel } from "./notices/notice-panel.tsx";
import { PasskeyPanel } from "./passkey-panel.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { SessionPanel } from "./session-panel.tsx";
import type { ProfileProps } from "./profile-props.ts";

/** How the person signs in, and where they are signed in. */
export function SettingsPage() {
  const trpc = useTRPC();
  const profile = useQuery(
    trpc.profile.view.queryOptions(undefined, { placeholderData: keepPreviousData }),
  );
  const mayManage = useRefusal("people.list") === null;
  return (
    <>
      <PageHead title="Settings">
        {mayManage ? (
          <Link className="button" data-size="small" href="/people">
            People and roles
          </Link>
        ) : null}
      </PageHead>
      {profile.isError ? (
        <ErrorNotice
          title="Your settings cannot be shown"
          detail={failureSentence(profile.error)}
          keepsLast={profile.data !== undefined}
          retry={() => void profile.refetch()}
        />
      ) : null}
      {profile.data === undefined ? (
        profile.isError ? null : (
          <Skeleton lines={8} label="Asking for your settings" />
        )
      ) : (
        <Panels profile={profile.data} refresh={() => void profile.refetch()} />
      )}
    </>
  );
}

function Panels(props: ProfileProps) {
  return (
    <>
      <Advice profile={props.profile} />
      <div className="settings-grid">
        <PasskeyPanel {...props} />
        <PasswordPanel {...props} />
        <CodesPanel {...props} />
        <NamePanel {...props} />
        <SessionPanel {...props} />
        <KeyPanel />
        <NoticePanel />
      </div>
    </>
  );
}

/** What is still to do before a lost device locks the person out, or a found password lets a stranger in. */
function Advice({ profile: { passkeys, hasPassword } }: { profile: ProfileView }) {
  const advice =
    passkeys.length === 0
      ? "Add a passkey: it signs you in, and what raises risk is confirmed with it."
      : passkeys.length === 1
        ? "Add a second passkey on another device: with one alone, losing the device costs a visit to the engine's machine."
        : hasPassword
          ? null
          : "Set a password as a second way in.";
  if (advice === null) return null;
  return (
    <p className="settings-advice" role="status">
      {advice}
    </p>
  );
}
