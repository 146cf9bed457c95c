"use client";
import { startAuthentication } from "@simplewebauthn/browser";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../components/button.tsx";
import { OwnCommand } from "../session/own-command.tsx";
import { useIsAlive } from "../session/use-is-alive.ts";
import { passkeyFault } from "../step-up/passkey-words.ts";
import { readCeremony } from "./read-ceremony.ts";
import { authCall, isSignedIn } from "./auth-call.ts";

/** The ways to sign in without a link: a passkey, or a password, with a code where one is asked for. */
export function WaysIn() {
  const [fault, setFault] = useState<string | null>(null);
  return (
    <>
      <PasskeyWay tell={setFault} />
      <p className="sign-in-or">or</p>
      <PasswordWay tell={setFault} />
      {fault === null ? null : (
        <p role="alert" className="sign-in-fault">
          {fault}
        </p>
      )}
      <details className="sign-in-help">
        <summary>I have no password and no passkey</summary>
        <p>
          An owner can invite you, or end what you have lost. An owner who has lost everything gets
          a link on the machine where Interlock runs:
        </p>
        <p className="sign-in-command">
          <OwnCommand words="sign-in-link" />
        </p>
        <p className="text-muted">
          The link works once, within 15 minutes. Open it in this browser.
        </p>
      </details>
    </>
  );
}

type Tell = (fault: string | null) => void;

function PasskeyWay({ tell }: { tell: Tell }) {
  const [busy, setBusy] = useState(false);
  const isAlive = useIsAlive();
  const signIn = async (): Promise<void> => {
    setBusy(true);
    tell(await signInByPasskey());
    setBusy(false);
  };
  return (
    <Button look="primary" disabled={busy || !isAlive} onClick={() => void signIn()}>
      {busy ? "Waiting for the passkey" : "Sign in with a passkey"}
    </Button>
  );
}

/** Returns why nobody was signed in; where somebody was, the page is left. */
async function signInByPasskey(): Promise<string | null> {
  const begun = await authCall("/sign-in/passkey/begin", {});
  if (begun.kind === "refused") return begun.sentence;
  const { challengeId, options } = readCeremony(begun.body);
  try {
    const response = await startAuthentication({ optionsJSON: options });
    const answer = await authCall("/sign-in/passkey/finish", { challengeId, response });
    if (answer.kind === "refused") return answer.sentence;
    enter();
    return null;
  } catch (error) {
    return passkeyFault(error);
  }
}

function PasswordWay({ tell }: { tell: Tell }) {
  const [needsCode, setNeedsCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const isAlive = useIsAlive();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    tell(null);
    const answer = await authCall("/sign-in/password", Object.fromEntries(form));
    setBusy(false);
    if (answer.kind === "refused") return tell(answer.sentence);
    if (isSignedIn(answer.body)) enter();
    else setNeedsCode(true);
  };
  return (
    <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
      <Field label="E-mail address" name="email" type="email" autoComplete="username webauthn" />
      <Field label="Password" name="password" type="password" autoComplete="current-password" />
      {needsCode ? (
        <Field
          label="Code of your generator, or a recovery code"
          name="code"
          type="text"
          autoComplete="one-time-code"
        />
      ) : null}
      <Button type="submit" disabled={busy || !isAlive}>
        {needsCode ? "Sign in with the code" : "Sign in with the password"}
      </Button>
    </form>
  );
}

/** A labeled line of a form. What a password manager fills in and what is pasted is taken as it is. */
export function Field(props: {
  label: string;
  name: string;
  type: "text" | "email" | "password";
  autoComplete: string;
  value?: string;
  note?: string;
}) {
  const id = useId();
  return (
    <label className="field" htmlFor={id}>
      {props.label}
      <input
        id={id}
        name={props.name}
        type={props.type}
        autoComplete={props.autoComplete}
        defaultValue={props.value}
        required
      />
      {props.note === undefined ? null : <span className="text-muted">{props.note}</span>}
    </label>
  );
}

function enter(): void {
  window.location.replace("/");
}
