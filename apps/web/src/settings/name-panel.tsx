"use client";
import type { FormEvent } from "react";
import { Button } from "../components/button.tsx";
import { Panel } from "../components/panel.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import type { ProfileProps } from "./profile-props.ts";
import { useAct } from "./use-act.ts";
import { formText } from "./form-text.ts";

/** The name that stands in the audit trail, and the address that signs in. */
export function NamePanel({ profile, refresh }: ProfileProps) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const change = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const input = { name: formText(form, "name"), email: formText(form, "email") };
    void act("Change name and address", () => client.profile.update.mutate(input));
  };
  return (
    <Panel title="Name" note={profile.role}>
      <form className="settings-form" onSubmit={change}>
        <label className="field">
          Name, as the audit trail shows it
          <input name="name" defaultValue={profile.name} required maxLength={80} />
        </label>
        <label className="field">
          E-mail address, with which you sign in
          <input name="email" type="email" defaultValue={profile.email} required />
        </label>
        <Button type="submit" disabled={busy}>
          Save
        </Button>
      </form>
    </Panel>
  );
}
