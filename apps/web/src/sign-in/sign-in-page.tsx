"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "../components/button.tsx";
import { OwnCommand } from "../session/own-command.tsx";
import { BrandMark } from "../components/brand-mark.tsx";
import { WaysIn } from "./ways-in.tsx";
import { type SignInResult, verifyLink } from "./verify-link.ts";

export interface SignInPageProps {
  readonly token: string | null;
  readonly engineUp: boolean;
  /** Somebody ended the session that this browser had. */
  readonly ended: boolean;
}

/** Signs in, with a one-time link or another way. Stopping needs no sign-in. */
export function SignInPage({ token, engineUp, ended }: SignInPageProps) {
  return (
    <main className="lone-page sign-in">
      <p className="sign-in-brand">
        <BrandMark /> Interlock
      </p>
      {token === null ? <NoLink engineUp={engineUp} ended={ended} /> : <UseLink token={token} />}
      <p className="sign-in-foot">
        To stop trading without signing in: <a href="/kill/plain">plain kill page</a> with the kill
        token of this machine, or <OwnCommand words="kill --mode halt" />
      </p>
    </main>
  );
}

function NoLink({ engineUp, ended }: Pick<SignInPageProps, "engineUp" | "ended">) {
  return (
    <>
      <h1>Sign in</h1>
      {engineUp ? null : (
        <p role="alert" className="sign-in-fault">
          The engine does not answer, so nobody can sign in now. Start it with{" "}
          <code>npm start</code>.
        </p>
      )}
      {ended ? (
        <p role="status" className="sign-in-fault">
          This session was ended: by you in another browser, or by an owner, who may have suspended
          your access. If you cannot sign in, ask an owner.
        </p>
      ) : null}
      <WaysIn />
    </>
  );
}

function UseLink({ token }: { token: string }) {
  const [result, setResult] = useState<Exclude<SignInResult, "signed_in"> | null>(null);
  const used = useRef(false);
  useEffect(() => {
    // A link works once, and development runs effects twice.
    if (used.current) return;
    used.current = true;
    void verifyLink(token).then((answer) => {
      if (answer === "signed_in") window.location.replace("/");
      else setResult(answer);
    });
  }, [token]);
  if (result === null) {
    return (
      <>
        <h1>Signing in</h1>
        <p role="status">Checking the link.</p>
      </>
    );
  }
  return <LinkFailed result={result} />;
}

const FAILURES: Readonly<
  Record<Exclude<SignInResult, "signed_in">, { title: string; text: string }>
> = {
  expired: {
    title: "This link no longer works",
    text: "It was used already, or its time ran out. Print another one with the command below.",
  },
  throttled: {
    title: "Too many attempts",
    text: "Wait a minute, then open the link again. It is not used up.",
  },
  unreachable: {
    title: "Could not sign in",
    text: "The engine does not answer. The link is not used up: try again in a moment.",
  },
};

function LinkFailed({ result }: { result: Exclude<SignInResult, "signed_in"> }) {
  const { title, text } = FAILURES[result];
  return (
    <>
      <h1>{title}</h1>
      <p role="alert" className="sign-in-fault">
        {text}
      </p>
      <p className="sign-in-command">
        <OwnCommand words="sign-in-link" />
      </p>
      {result === "expired" ? null : (
        <Button onClick={() => window.location.reload()}>Try again</Button>
      )}
    </>
  );
}
