"use client";
import type { PasskeyView } from "@interlock/api/people/people-view";
import { startRegistration } from "@simplewebauthn/browser";
import { type FormEvent, useState } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { passkeyFault } from "../step-up/passkey-words.ts";
import { failureSentence, useTRPCClient } from "../trpc/trpc-client.ts";
import type { ProfileProps } from "./profile-props.ts";
import { useAct } from "./use-act.ts";
import { formText } from "./form-text.ts";

/** The person's passkeys. Two on different devices are advised. */
export function PasskeyPanel({ profile, refresh }: ProfileProps) {
  return (
    <Panel title="Passkeys" note="They sign you in, and confirm what raises risk">
      {profile.passkeys.length === 0 ? (
        <EmptyNotice title="No passkey yet">
          A passkey is kept by your phone, your computer or a security key, and opens with a finger,
          your face or a PIN.
        </EmptyNotice>
      ) : (
        <ul className="settings-list">
          {profile.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} refresh={refresh} />
          ))}
        </ul>
      )}
      <Advice profile={profile} />
      <AddPasskey refresh={refresh} />
    </Panel>
  );
}

/** What is lacking while it can still be had: after the loss of the only passkey it is too late. */
function Advice({ profile }: Pick<ProfileProps, "profile">) {
  const { passkeys, hasPassword, hasTotp, countsFrom } = profile;
  return (
    <>
      {countsFrom === null ? null : (
        <p className="settings-advice" role="note">
          One person alone gave you your role: your approval of what others ask counts from{" "}
          <EtTime at={countsFrom} date /> on (by the clock of the server, not the market&apos;s)
          {passkeys.length === 0 ? ", and once you hold a passkey" : ""}. Your no counts now.
        </p>
      )}
      {passkeys.length > 1 || (hasPassword && hasTotp) ? null : (
        <p className="settings-advice" role="note">
          {passkeys.length === 1 ? "One passkey only: add" : "Add a passkey, then"} a second one, or
          a password with sign-in codes. Else a lost one means that you are invited anew.
        </p>
      )}
    </>
  );
}

function PasskeyRow({ passkey, refresh }: { passkey: PasskeyView; refresh: () => void }) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const remove = () =>
    void act(`Remove passkey ${passkey.name}`, () =>
      client.profile.removePasskey.mutate({ id: passkey.id }),
    );
  return (
    <li>
      <span>
        <strong>{passkey.name}</strong>
        <br />
        <span className="text-muted">
          added <EtTime at={passkey.createdAt} date />
          {passkey.lastUsedAt === null ? (
            ", not used yet"
          ) : (
            <>
              , last used <EtTime at={passkey.lastUsedAt} date />
            </>
          )}
          {passkey.backedUp ? ", copied to your other devices" : ", on one device alone"}
        </span>
      </span>
      <ArmButton
        label="Remove"
        armedLabel="Confirm: remove"
        accessibleName={`Remove passkey ${passkey.name}`}
        act={remove}
        disabled={busy}
      />
    </li>
  );
}

function AddPasskey({ refresh }: { refresh: () => void }) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const [fault, setFault] = useState<string | null>(null);
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = formText(form, "name");
    setFault(null);
    const made = await makePasskey(() => client.profile.beginPasskey.mutate()).catch(
      (error: unknown) => {
        setFault(error instanceof Error ? error.message : String(error));
        return null;
      },
    );
    if (made === null) return;
    const answer = await act("Add a passkey", () =>
      client.profile.addPasskey.mutate({ ...made, name }),
    );
    if (answer !== null) form.reset();
  };
  return (
    <form className="settings-form" onSubmit={(event) => void add(event)}>
      <label className="field">
        Name of the passkey, e.g. the device that keeps it
        <input name="name" required maxLength={80} autoComplete="off" />
      </label>
      <Button type="submit" disabled={busy}>
        Add passkey
      </Button>
      {fault === null ? null : (
        <p role="alert" className="field-fault">
          {fault}
        </p>
      )}
    </form>
  );
}

type Begin = () => Promise<{
  readonly challengeId: string;
  readonly options: Parameters<typeof startRegistration>[0]["optionsJSON"];
}>;

/** Has the browser make a passkey. Throws with a sentence for the person. */
async function makePasskey(begin: Begin) {
  const { challengeId, options } = await begin().catch((error: unknown) => {
    throw new Error(failureSentence(error));
  });
  const response = await startRegistration({ optionsJSON: options }).catch((error: unknown) => {
    throw new Error(passkeyFault(error));
  });
  return { challengeId, response };
}
