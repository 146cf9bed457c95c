"use client";
import type { DeviceView } from "@interlock/api/devices/device-port";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { ApprovalDiff } from "../approvals/approval-diff.tsx";
import { runCommand } from "../commands/command-notices.ts";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { formText } from "../settings/form-text.ts";
import { failureSentence, useTRPC, useTRPCClient } from "../trpc/trpc-client.ts";

/** Signs a command line in, or confirms one action of it: what asks is shown in full, beside the code that it shows. */
export function DevicePage() {
  const [code, setCode] = useState("");
  useEffect(() => setCode(window.location.hash.slice(1)), []);
  return (
    <>
      <PageHead title="Command line" />
      <Panel title={code === "" ? "Which one" : `Code ${code}`}>
        {code === "" ? (
          <CodeForm choose={setCode} />
        ) : (
          <Asked code={code} another={() => setCode("")} />
        )}
      </Panel>
    </>
  );
}

function CodeForm({ choose }: { choose: (code: string) => void }) {
  const find = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    choose(formText(event.currentTarget, "device-code"));
  };
  return (
    <form className="settings-form" onSubmit={find}>
      <p className="text-muted">
        A command line that signs in, or asks for one action, shows a code and a link to this page.
        Nothing is allowed here before what it asks for is shown.
      </p>
      <label className="field">
        The code that the terminal shows, e.g. k7fm2-q9xwr
        <input name="device-code" required autoComplete="off" autoCapitalize="none" />
      </label>
      <Button type="submit">Find it</Button>
    </form>
  );
}

function Asked({ code, another }: { code: string; another: () => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [answered, setAnswered] = useState<string | null>(null);
  const found = useQuery(trpc.devices.find.queryOptions({ userCode: code }, { retry: false }));
  if (answered !== null) return <p role="status">{answered}</p>;
  if (found.isError)
    return (
      <>
        <ErrorNotice title="Nothing to allow" detail={failureSentence(found.error)} />
        <Button onClick={another}>Enter another code</Button>
      </>
    );
  if (found.data === undefined) return <Skeleton lines={3} label="Looking what asks" />;
  const { seenHash } = found.data;
  const allow = () =>
    void runCommand("Allow the command line", () =>
      client.devices.allow.mutate({ userCode: code, seenHash }),
    ).then((done) => {
      if (done) setAnswered("Allowed. It goes on at the command line; close this page.");
    });
  const refuse = () =>
    void runCommand("Refuse the command line", () =>
      client.devices.refuse.mutate({ userCode: code }),
    ).then((done) => {
      if (done) setAnswered("Refused. Nothing was done.");
    });
  return (
    <div className="device-asked">
      <What asked={found.data} />
      <p>
        Compare the code <strong className="num">{code}</strong> with the one in your terminal. If
        you did not start this yourself, refuse it.
      </p>
      <span className="button-row">
        <ArmButton
          label="Allow"
          armedLabel="Confirm: allow"
          accessibleName="Allow the command line"
          act={allow}
        />
        <Button size="small" onClick={refuse}>
          Refuse
        </Button>
      </span>
    </div>
  );
}

function What({ asked }: { asked: DeviceView }) {
  const { action, client, ip, expiresAt } = asked;
  return (
    <>
      <p>
        {action === null
          ? "A command line asks to be signed in as you, for 12 hours at most:"
          : "A command line that you signed in asks you to confirm one action:"}
      </p>
      <dl className="device-facts">
        <dt>It says it is</dt>
        <dd>{client}</dd>
        <dt>From</dt>
        <dd className="num">{ip ?? "unknown address"}</dd>
        <dt>Until</dt>
        <dd>
          <EtTime at={expiresAt} date />
        </dd>
        {action === null ? null : (
          <>
            <dt>Action</dt>
            <dd>
              <code>{action.path}</code>: {action.what}
            </dd>
            <dt>With</dt>
            <dd>
              <pre>{action.input}</pre>
            </dd>
          </>
        )}
      </dl>
      {action?.approvalId == null ? null : <AboutRequest approvalId={action.approvalId} />}
    </>
  );
}

/** The request that the action is about, as the inbox shows it: an id alone says nothing to a person. */
function AboutRequest({ approvalId }: { approvalId: string }) {
  const found = useQuery(useTRPC().approvals.get.queryOptions({ approvalId }, { retry: false }));
  if (found.isError) return <p className="field-fault">{failureSentence(found.error)}</p>;
  if (found.data === undefined) return null;
  const { title, requester, reason } = found.data;
  return (
    <div className="device-request">
      <h3>{title}</h3>
      <p>
        Asked by {requester.name}: {reason}
      </p>
      <ApprovalDiff label={`What ${title} changes`} lines={found.data.diff} />
    </div>
  );
}
