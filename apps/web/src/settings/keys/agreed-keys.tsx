"use client";
import type { AgreedKey } from "@interlock/api/keys/key-port";
import { useQuery } from "@tanstack/react-query";
import { AgreedList } from "../../people/agreed-list.tsx";
import { useTRPC, useTRPCClient } from "../../trpc/trpc-client.ts";
import { useAct } from "../use-act.ts";

const REFRESH_MS = 15_000;

interface AgreedKeysProps {
  readonly refresh: () => void;
  readonly show: (secret: string) => void;
}

/** Keys that others agreed to: whoever asked fetches each here, once. */
export function AgreedKeys({ refresh, show }: AgreedKeysProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const agreed = useQuery(
    trpc.keys.agreed.queryOptions(undefined, { refetchInterval: REFRESH_MS }),
  );
  const { busy, act } = useAct(() => {
    void agreed.refetch();
    refresh();
  });
  const fetchKey = async ({ name, scopes, days }: AgreedKey): Promise<void> => {
    const answer = await act(`Fetch the key ${name}`, () =>
      client.keys.create.mutate({ name, scopes: [...scopes], days }),
    );
    if (answer?.secret !== undefined) show(answer.secret);
  };
  if (agreed.data === undefined || agreed.data.length === 0) return null;
  return (
    <AgreedList
      agreed={agreed.data}
      label="Agreed keys"
      describe={({ name, scopes, days }) => (
        <>
          <strong>{name}</strong>, to {scopes.join(", ")} for {days} days
        </>
      )}
      action="Fetch the key"
      busy={busy}
      fetchOne={(one) => void fetchKey(one)}
    />
  );
}
