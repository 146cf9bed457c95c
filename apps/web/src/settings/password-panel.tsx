"use client";
import type { FormEvent } from "react";
import { Button } from "../components/button.tsx";
import { Panel } from "../components/panel.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { formText } from "./form-text.ts";
import type { ProfileProps } from "./profile-props.ts";
import { useAct } from "./use-act.ts";

/** Sets the password, or changes it with the present one. */
export function PasswordPanel({ profile, refresh }: ProfileProps) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const set = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const next = formText(form, "next");
    const current = formText(form, "current");
    const input = current === "" ? { next } : { current, next };
    const answer = await act("Set the password", () => client.profile.setPassword.mutate(input));
    if (answer !== null) form.reset();
  };
  return (
    <Panel title="Password" note={profile.hasPassword ? "Set" : "None"}>
      <form className="settings-form" onSubmit={(event) => void set(event)}>
        <input
          type="hidden"
          name="username"
          autoComplete="username"
          value={profile.email}
          readOnly
        />
        {profile.hasPassword ? (
          <label className="field">
            Present password
            <input name="current" type="password" autoComplete="current-password" />
          </label>
        ) : null}
        <label className="field">
          New password, at least 12 characters: a few words are good
          <input name="next" type="password" autoComplete="new-password" required />
        </label>
        <Button type="submit" disabled={busy}>
          {profile.hasPassword ? "Change password" : "Set password"}
        </Button>
      </form>
      <p className="text-muted">Every other browser is signed out when it changes.</p>
    </Panel>
  );
}
