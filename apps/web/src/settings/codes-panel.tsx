"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../components/button.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { Panel } from "../components/panel.tsx";
import { failureSentence, useTRPCClient } from "../trpc/trpc-client.ts";
import { QrCode } from "./qr-code.tsx";
import type { ProfileProps } from "./profile-props.ts";
import { useAct } from "./use-act.ts";
import { formText } from "./form-text.ts";

interface Generator {
  readonly secret: string;
  readonly uri: string;
}

/** Codes of a generator beside the password, and the recovery codes that stand in for it. */
export function CodesPanel({ profile, refresh }: ProfileProps) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Panel
      title="Sign-in codes"
      note={profile.hasTotp ? `On, ${profile.recoveryCodesLeft} recovery codes left` : "Off"}
    >
      {codes === null ? null : <RecoveryCodes codes={codes} close={() => setCodes(null)} />}
      {profile.hasTotp ? (
        <CodesOn refresh={refresh} show={setCodes} />
      ) : (
        <CodesOff refresh={refresh} show={setCodes} />
      )}
    </Panel>
  );
}

interface CodesProps {
  readonly refresh: () => void;
  readonly show: (codes: readonly string[]) => void;
}

function CodesOn({ refresh, show }: CodesProps) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const renew = async (): Promise<void> => {
    const answer = await act("New recovery codes", () => client.profile.makeRecoveryCodes.mutate());
    if (answer?.codes !== undefined) show(answer.codes);
  };
  return (
    <div className="button-row">
      <Button size="small" disabled={busy} onClick={() => void renew()}>
        New recovery codes
      </Button>
      <ArmButton
        label="Turn off"
        armedLabel="Confirm: turn off"
        accessibleName="Turn sign-in codes off"
        disabled={busy}
        act={() => void act("Turn sign-in codes off", () => client.profile.removeTotp.mutate())}
      />
    </div>
  );
}

function CodesOff(props: CodesProps) {
  const client = useTRPCClient();
  const [generator, setGenerator] = useState<Generator | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const begin = (): void => {
    client.profile.beginTotp
      .mutate()
      .then(setGenerator, (error: unknown) => setFault(failureSentence(error)));
  };
  if (generator !== null) return <ConfirmCode generator={generator} {...props} />;
  return (
    <>
      <p className="text-muted">
        With a password alone, a code of an app on your phone is asked for besides. A passkey needs
        none.
      </p>
      <Button size="small" onClick={begin}>
        Set up sign-in codes
      </Button>
      {fault === null ? null : (
        <p role="alert" className="field-fault">
          {fault}
        </p>
      )}
    </>
  );
}

function ConfirmCode({ generator, refresh, show }: CodesProps & { generator: Generator }) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const confirm = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const code = formText(event.currentTarget, "code");
    const answer = await act("Turn sign-in codes on", () =>
      client.profile.confirmTotp.mutate({ code }),
    );
    if (answer?.codes !== undefined) show(answer.codes);
  };
  return (
    <form className="settings-form" onSubmit={(event) => void confirm(event)}>
      <p>Scan this with the app, or type the secret into it.</p>
      <QrCode text={generator.uri} label="Secret of the code generator" />
      <code className="settings-secret" data-testid="totp-secret">
        {generator.secret}
      </code>
      <label className="field">
        The code that the app shows now
        <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
      </label>
      <Button type="submit" disabled={busy}>
        Turn on
      </Button>
    </form>
  );
}

function RecoveryCodes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  return (
    <div className="settings-once" role="status">
      <p>
        <strong>Recovery codes, shown only now.</strong> Each stands in for the generator once: keep
        them where your phone is not.
      </p>
      <ul className="settings-codes" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={close}>
        I have kept them
      </Button>
    </div>
  );
}
