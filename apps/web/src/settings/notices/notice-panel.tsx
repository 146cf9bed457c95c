"use client";
import type { NoticesView } from "@interlock/api/view/notices-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { runCommand } from "../../commands/command-notices.ts";
import { Button } from "../../components/button.tsx";
import { EtTime } from "../../components/et-time.tsx";
import { ErrorNotice } from "../../components/notice.tsx";
import { Panel } from "../../components/panel.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { StateChip } from "../../components/state-chip.tsx";
import { RoleRefusal } from "../../session/role-refusal.tsx";
import { useRefusal } from "../../session/viewer-provider.tsx";
import { failureSentence, useTRPC, useTRPCClient } from "../../trpc/trpc-client.ts";
import { formText } from "../form-text.ts";

type Channel = NoticesView["channels"][number];

/** A test is on its way for a second or two, and its result should be seen to come. */
const REFRESH_MS = 2_000;

const VARIABLES: Readonly<Record<Channel["name"], string>> = {
  "e-mail": "INTERLOCK_SMTP_URL, INTERLOCK_NOTICE_FROM and INTERLOCK_NOTICE_TO",
  slack: "INTERLOCK_SLACK_WEBHOOK_URL",
  webhook: "INTERLOCK_WEBHOOK_URL and INTERLOCK_WEBHOOK_SECRET",
};
const NAMES: readonly Channel["name"][] = ["e-mail", "slack", "webhook"];

/** By which channels people are told who do not look, what came of the latest notice, and a test of all of them. */
export function NoticePanel() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const refusal = useRefusal("notices.test");
  const notices = useQuery(
    trpc.notices.list.queryOptions(undefined, {
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    }),
  );
  const channels = notices.data?.channels ?? [];
  const test = () =>
    void runCommand("Send a test notice", () => client.notices.test.mutate()).then(() =>
      notices.refetch(),
    );
  return (
    <Panel
      title="Notices"
      note="Critical alerts and requests, for people who do not look"
      tools={
        <Button size="small" disabled={refusal !== null || channels.length === 0} onClick={test}>
          Send a test notice
        </Button>
      }
    >
      <RoleRefusal of="notices.test" what="A test notice" />
      {notices.isError ? (
        <ErrorNotice
          title="Channels cannot be shown"
          detail={failureSentence(notices.error)}
          retry={() => void notices.refetch()}
        />
      ) : null}
      {notices.isPending ? <Skeleton lines={3} label="Asking for channels" /> : null}
      {notices.data === undefined ? null : (
        <ul className="settings-list">
          {NAMES.map((name) => (
            <ChannelRow key={name} name={name} of={channels.find((one) => one.name === name)} />
          ))}
        </ul>
      )}
      {refusal === null && channels.length > 0 ? (
        <Acknowledge done={() => void notices.refetch()} />
      ) : null}
    </Panel>
  );
}

function ChannelRow({ name, of }: { name: Channel["name"]; of: Channel | undefined }) {
  if (of === undefined)
    return (
      <li data-testid={`channel-${name}`}>
        <span>
          <strong>{name}</strong> <StateChip tone="neutral">not configured</StateChip>
          <br />
          <span className="text-muted">Set {VARIABLES[name]}, and start the engine again.</span>
        </span>
      </li>
    );
  return (
    <li data-testid={`channel-${name}`}>
      <span>
        <strong>{name}</strong> <ChannelState of={of} />
        <br />
        <span className="text-muted">
          <LastNotice last={of.last} />
          {of.waiting > 0 ? `; ${of.waiting} waiting` : ""}
          {of.failing === "" ? "" : `; the latest attempt failed: ${of.failing}`}
        </span>
      </span>
    </li>
  );
}

function ChannelState({ of: { acknowledged, failing, last } }: { of: Channel }) {
  if (failing !== "" || last?.delivered === false)
    return <StateChip tone="critical">not delivered</StateChip>;
  if (acknowledged) return <StateChip tone="ok">test acknowledged</StateChip>;
  if (last !== null) return <StateChip tone="ok">delivered</StateChip>;
  return <StateChip tone="neutral">configured, nothing sent yet</StateChip>;
}

function LastNotice({ last }: Pick<Channel, "last">) {
  if (last === null) return <>No notice since the start</>;
  const what = last.delivered ? "delivered" : `not delivered: ${last.why}`;
  return (
    <>
      {last.title}, <EtTime at={last.at} date />, {what}
    </>
  );
}

/** Whoever has the code shows that the channel reaches people. */
function Acknowledge({ done }: { done: () => void }) {
  const client = useTRPCClient();
  const acknowledge = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const code = formText(form, "notice-code");
    void runCommand("Acknowledge a test notice", () =>
      client.notices.acknowledge.mutate({ code }),
    ).then((accepted) => {
      if (accepted) form.reset();
      done();
    });
  };
  return (
    <form className="settings-form" onSubmit={acknowledge}>
      <label className="field">
        Code of a test notice that came
        <input
          name="notice-code"
          inputMode="numeric"
          pattern="[0-9]{6}"
          title="the six digits of the notice"
          required
          autoComplete="off"
        />
      </label>
      <Button type="submit">Acknowledge</Button>
    </form>
  );
}
