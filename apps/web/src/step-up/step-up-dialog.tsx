"use client";
import { startAuthentication } from "@simplewebauthn/browser";
import { useQuery } from "@tanstack/react-query";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { failureSentence, useTRPC, useTRPCClient } from "../trpc/trpc-client.ts";
import { passkeyFault } from "./passkey-words.ts";
import { signedLimits } from "./signed-limits.ts";
import { type StepUpWish, useStepUpWish } from "./step-up-store.ts";
import { type SignedLine, signedLines, stepUpWords } from "./step-up-words.ts";

/**
 * Asks for a passkey where the server wants one for an action. Not modal: the kill bar stays in reach. Nothing happens
 * until the passkey was used, and what it confirms is this one action.
 */
export function StepUpDialog() {
  const wish = useStepUpWish();
  return wish === null ? null : <Confirmation key={wish.actionHash} wish={wish} />;
}

function Confirmation({ wish }: { wish: StepUpWish }) {
  const { fault, busy, tap } = useTap(wish);
  const lines = useSignedLines(wish);
  const cancel = (): void => wish.settle(null);
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : cancel())} modal={false}>
      <Dialog.Portal>
        <Dialog.Content
          className="dialog step-up"
          onInteractOutside={(event) => event.preventDefault()}
        >
          <Dialog.Title className="sheet-title">Confirm with your passkey</Dialog.Title>
          <Dialog.Description>
            {stepUpWords(wish.path)} needs your passkey. It confirms exactly this, once; until then
            nothing is done.
          </Dialog.Description>
          <dl className="step-up-lines">
            {lines.map(({ name, text }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          {fault === null ? null : (
            <p role="alert" className="sign-in-fault">
              {fault}
            </p>
          )}
          <div className="button-row">
            <Button onClick={cancel}>Cancel</Button>
            <Button look="primary" disabled={busy} onClick={() => void tap()}>
              {busy ? "Waiting for the passkey" : "Use passkey"}
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What is signed for; of a change of limits, what it moves. */
function useSignedLines({ input }: StepUpWish): readonly SignedLine[] {
  const known = useQuery(useTRPC().limits.current.queryOptions()).data;
  const ofLimits = known === undefined ? null : signedLimits(input, known);
  return ofLimits ?? signedLines(input);
}

function useTap({ actionHash, settle }: StepUpWish) {
  const client = useTRPCClient();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const tap = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      const { challengeId, options } = await client.stepUp.begin.mutate({ actionHash });
      const signed = await startAuthentication({ optionsJSON: options }).catch(explain);
      const { stepUpId } = await client.stepUp.finish.mutate({ challengeId, response: signed });
      settle(stepUpId);
    } catch (error) {
      setFault(error instanceof PasskeyFault ? error.message : failureSentence(error));
      setBusy(false);
    }
  };
  return { fault, busy, tap };
}

/** The browser gave no passkey: the message is for the person. */
class PasskeyFault extends Error {}

function explain(error: unknown): never {
  throw new PasskeyFault(passkeyFault(error));
}
