"use client";
import type { KeyScope } from "@interlock/api/permissions";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Choice } from "../../components/choice.tsx";
import { useTRPCClient } from "../../trpc/trpc-client.ts";
import { formText } from "../form-text.ts";
import { AskOthers } from "../ask-others.tsx";
import { useAct } from "../use-act.ts";

const SCOPES: Readonly<Record<KeyScope, string>> = {
  read: "Read: what the pages show",
  trade: "Trade: cancel orders, close positions",
  stop: "Stop: kill, decline, abort",
  limits: "Limits: tighten them, ask for looser ones",
};

const DAYS = { "30": "30 days", "90": "90 days", "365": "a year" } as const;

/** Asks for a new key; the server says whether a passkey or another person is needed for it. */
export function MakeKey({
  refresh,
  show,
}: {
  refresh: () => void;
  show: (secret: string) => void;
}) {
  const client = useTRPCClient();
  const { busy, act, asking } = useAct(refresh);
  const [scopes, setScopes] = useState<readonly KeyScope[]>(["read"]);
  const [days, setDays] = useState<keyof typeof DAYS>("90");
  const make = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = formText(form, "key-name");
    const wanted = { name, scopes: [...scopes], days: Number(days) };
    const answer = await act(`Make the key ${name}`, (reason) =>
      client.keys.create.mutate({ ...wanted, ...(reason === undefined ? {} : { reason }) }),
    );
    if (answer === null) return;
    form.reset();
    if (answer.secret !== undefined) show(answer.secret);
  };
  return (
    <form className="settings-form" onSubmit={(event) => void make(event)}>
      <label className="field">
        Name of the program
        <input name="key-name" required maxLength={60} autoComplete="off" />
      </label>
      <ScopeBoxes scopes={scopes} choose={setScopes} />
      <Choice label="Good for" value={days} options={DAYS} onChange={setDays} />
      <Button type="submit" disabled={busy || scopes.length === 0}>
        Make a key
      </Button>
      <AskOthers asking={asking} />
    </form>
  );
}

interface ScopeBoxesProps {
  readonly scopes: readonly KeyScope[];
  readonly choose: (scopes: readonly KeyScope[]) => void;
}

function ScopeBoxes({ scopes, choose }: ScopeBoxesProps) {
  return (
    <fieldset className="key-scopes">
      <legend className="choice-legend">What it may do</legend>
      {ALL_SCOPES.map((scope) => (
        <label key={scope}>
          <input
            type="checkbox"
            checked={scopes.includes(scope)}
            onChange={({ target }) =>
              choose(
                ALL_SCOPES.filter((one) => (one === scope ? target.checked : scopes.includes(one))),
              )
            }
          />
          {SCOPES[scope]}
        </label>
      ))}
    </fieldset>
  );
}

const ALL_SCOPES: readonly KeyScope[] = ["read", "trade", "stop", "limits"];
