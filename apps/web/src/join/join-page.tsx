"use client";
import { role } from "@interlock/api/view/scalars";
import { type FormEvent, useEffect, useState } from "react";
import { z } from "zod";
import { BrandMark } from "../components/brand-mark.tsx";
import { Button } from "../components/button.tsx";
import { authCall } from "../sign-in/auth-call.ts";
import { Field } from "../sign-in/ways-in.tsx";

const invitation = z.object({
  email: z.string(),
  name: z.string(),
  role,
  invitedBy: z.string(),
});
type Invitation = z.infer<typeof invitation>;

type Found =
  | { readonly kind: "looking" }
  | { readonly kind: "found"; readonly token: string; readonly invitation: Invitation }
  | { readonly kind: "spent"; readonly sentence: string };

/** Takes up an invitation: says who invites whom as what, and asks for a password. A passkey is added next. */
export function JoinPage() {
  const [found, setFound] = useState<Found>({ kind: "looking" });
  useEffect(() => {
    void look().then(setFound);
  }, []);
  return (
    <main className="lone-page sign-in">
      <p className="sign-in-brand">
        <BrandMark /> Interlock
      </p>
      {found.kind === "looking" ? <p role="status">Looking for the invitation.</p> : null}
      {found.kind === "spent" ? (
        <>
          <h1>This invitation cannot be used</h1>
          <p role="alert" className="sign-in-fault">
            {found.sentence}
          </p>
        </>
      ) : null}
      {found.kind === "found" ? <JoinForm {...found} /> : null}
    </main>
  );
}

async function look(): Promise<Found> {
  const token = window.location.hash.slice(1);
  if (token === "")
    return {
      kind: "spent",
      sentence: "The address lacks its last part: open the link as it was sent.",
    };
  const answer = await authCall("/join/find", { token });
  if (answer.kind === "refused") return { kind: "spent", sentence: answer.sentence };
  return { kind: "found", token, invitation: invitation.parse(answer.body) };
}

function JoinForm({ token, invitation: asked }: { token: string; invitation: Invitation }) {
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const join = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    const answer = await authCall("/join", { token, ...form });
    setBusy(false);
    if (answer.kind === "refused") setFault(answer.sentence);
    else window.location.replace("/settings?welcome=1");
  };
  return (
    <>
      <h1>Join as {asked.role}</h1>
      <p>
        {asked.invitedBy} invites {asked.email}.
      </p>
      <form className="sign-in-form" onSubmit={(event) => void join(event)}>
        <Field label="Name" name="name" type="text" autoComplete="name" value={asked.name} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          note="At least 12 characters: a few words are good. It may be pasted."
        />
        {fault === null ? null : (
          <p role="alert" className="sign-in-fault">
            {fault}
          </p>
        )}
        <Button type="submit" look="primary" disabled={busy}>
          Join
        </Button>
      </form>
      <p className="sign-in-foot">
        Next you add a passkey: it confirms what raises risk. Add a second one or sign-in codes,
        too: who loses the only one is invited anew.
      </p>
      {asked.role === "viewer" ? null : (
        <p className="sign-in-foot">
          Where changes need a second person and one person alone invited you, your approvals count
          24 hours after you join, once you hold a passkey. Your no counts at once.
        </p>
      )}
    </>
  );
}
