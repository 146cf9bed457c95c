"use client";
import type { KeyView } from "@interlock/api/keys/key-port";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EtTime } from "../../components/et-time.tsx";
import { ArmButton } from "../../components/gesture/arm-button.tsx";
import { EmptyNotice, ErrorNotice } from "../../components/notice.tsx";
import { Panel } from "../../components/panel.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { type ChipTone, StateChip } from "../../components/state-chip.tsx";
import { failureSentence, useTRPC, useTRPCClient } from "../../trpc/trpc-client.ts";
import { useAct } from "../use-act.ts";
import { AgreedKeys } from "./agreed-keys.tsx";
import { MakeKey } from "./make-key.tsx";
import { NewKey } from "./new-key.tsx";

const REFRESH_MS = 15_000;

const STATES: Readonly<
  Record<KeyView["state"], { readonly tone: ChipTone; readonly word: string }>
> = {
  good: { tone: "ok", word: "good" },
  expired: { tone: "stale", word: "expired" },
  revoked: { tone: "critical", word: "revoked" },
  suspended: { tone: "warn", word: "its maker is suspended" },
};

/** Keys of programs: what each may, until when, and when it was last used. */
export function KeyPanel() {
  const trpc = useTRPC();
  const [secret, setSecret] = useState<string | null>(null);
  const keys = useQuery(
    trpc.keys.list.queryOptions(undefined, {
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    }),
  );
  const refresh = () => void keys.refetch();
  return (
    <Panel title="API keys" note="For programs: a key acts as its maker, and never for more">
      {keys.isError ? (
        <ErrorNotice
          title="Keys cannot be shown"
          detail={failureSentence(keys.error)}
          retry={refresh}
        />
      ) : null}
      {keys.isPending ? <Skeleton lines={3} label="Asking for keys" /> : null}
      {keys.data === undefined ? null : (
        <KeyList keys={keys.data} refresh={refresh} show={setSecret} />
      )}
      <AgreedKeys refresh={refresh} show={setSecret} />
      {secret === null ? (
        <MakeKey refresh={refresh} show={setSecret} />
      ) : (
        <NewKey secret={secret} close={() => setSecret(null)} />
      )}
    </Panel>
  );
}

interface KeyListProps {
  readonly keys: readonly KeyView[];
  readonly refresh: () => void;
  readonly show: (secret: string) => void;
}

function KeyList({ keys, ...props }: KeyListProps) {
  if (keys.length === 0)
    return (
      <EmptyNotice title="No key yet">
        A script or a monitoring system signs in with a key of its own, never with your password.
      </EmptyNotice>
    );
  return (
    <ul className="settings-list">
      {keys.map((one) => (
        <KeyRow key={one.id} one={one} {...props} />
      ))}
    </ul>
  );
}

function KeyRow({ one, refresh, show }: { one: KeyView } & Omit<KeyListProps, "keys">) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const { tone, word } = STATES[one.state];
  const replace = async (): Promise<void> => {
    const answer = await act(`Replace the key ${one.name}`, () =>
      client.keys.rotate.mutate({ id: one.id, overlapHours: OVERLAP_HOURS }),
    );
    if (answer?.secret !== undefined) show(answer.secret);
  };
  const revoke = () =>
    void act(`Revoke the key ${one.name}`, () => client.keys.revoke.mutate({ id: one.id }));
  return (
    <li data-testid={`key-${one.name}`}>
      <span>
        <strong>{one.name}</strong> <code>{one.prefix}…</code>{" "}
        <StateChip tone={tone}>{word}</StateChip>
        <br />
        <span className="text-muted">
          may {one.scopes.join(", ")} in {one.environment}; {one.own ? "yours" : `by ${one.maker}`},
          made <EtTime at={one.createdAt} date />, until <EtTime at={one.expiresAt} date />
          {one.lastUsedAt === null ? (
            ", not used yet"
          ) : (
            <>
              , last used <EtTime at={one.lastUsedAt} date />
            </>
          )}
        </span>
      </span>
      {one.state === "good" || one.state === "suspended" ? (
        <span className="button-row">
          {one.own && one.state === "good" ? (
            <ArmButton
              label="Replace"
              armedLabel="Confirm: replace"
              accessibleName={`Replace the key ${one.name}; the old one goes on for a day`}
              act={() => void replace()}
              disabled={busy}
            />
          ) : null}
          <ArmButton
            label="Revoke"
            armedLabel="Confirm: revoke"
            accessibleName={`Revoke the key ${one.name}`}
            act={revoke}
            disabled={busy}
          />
        </span>
      ) : null}
    </li>
  );
}

/** Time enough to change a program over. */
const OVERLAP_HOURS = 24;
