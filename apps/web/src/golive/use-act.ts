"use client";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import { useRef } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { type EarlierTry, runCommand } from "../commands/command-notices.ts";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import type { PartProps } from "./part-props.ts";

type GoLiveClient = ReturnType<typeof useTRPCClient>["golive"];

/** Runs a command of this page and reads the page anew; `obstacle` says why none can be given now. */
export function useAct({ stale, again }: Pick<PartProps, "stale" | "again">) {
  const client = useTRPCClient();
  const alive = useEngineAlive();
  const tries = useRef(new Map<string, EarlierTry>());
  const act = (
    title: string,
    call: (golive: GoLiveClient, commandId: string) => Promise<CommandReceipt>,
  ): void => {
    const earlier = tries.current.get(title) ?? { current: null };
    tries.current.set(title, earlier);
    void runCommand(title, () => call(client.golive, newCommandId()), earlier).then(again);
  };
  const obstacle = alive && !stale ? null : "The engine does not answer: what is shown may be old.";
  return { act, obstacle };
}
