import type { AppRouter } from "@interlock/api/app-router";
import { actionText } from "@interlock/api/people/action-text";
import type { OperationResultEnvelope, TRPCClientError, TRPCLink } from "@trpc/client";
import { observable, type Observer } from "@trpc/server/observable";
import { newCommandId } from "../commands/command-id.ts";

/** Asks the person to confirm an action, by its hash; null when they do not. */
export type ConfirmAction = (asked: {
  readonly sentence: string;
  readonly actionHash: string;
}) => Promise<string | null>;

type Answers = Observer<
  OperationResultEnvelope<unknown, TRPCClientError<AppRouter>>,
  TRPCClientError<AppRouter>
>;

/**
 * Sends a mutation that the server answered with `needs: "step_up"` once more, under a new command id, when the person
 * has confirmed it with a passkey. Which action needs one is the server's business: the pages hold no rule, and call
 * every mutation in the same way.
 */
export function stepUpLink(confirm: ConfirmAction): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((answers) => {
        let closed = false;
        const first = next(op).subscribe({
          next: (envelope) => {
            const sentence = op.type === "mutation" ? lackOf(envelope) : null;
            if (sentence === null) {
              answers.next(envelope);
              answers.complete();
              return;
            }
            void confirmAndRepeat({ path: op.path, input: op.input, sentence }, confirm).then(
              (again) => {
                if (closed) return;
                if (again === null) {
                  answers.next(envelope);
                  answers.complete();
                  return;
                }
                const { input, stepUpId } = again;
                next({ ...op, input, context: { ...op.context, stepUpId } }).subscribe(
                  answers satisfies Answers,
                );
              },
            );
          },
          error: (error) => answers.error(error),
        });
        return () => {
          closed = true;
          first.unsubscribe();
        };
      });
}

interface Lacking {
  readonly path: string;
  readonly input: unknown;
  readonly sentence: string;
}

async function confirmAndRepeat(
  { path, input, sentence }: Lacking,
  confirm: ConfirmAction,
): Promise<{ readonly input: unknown; readonly stepUpId: string } | null> {
  // As the server will read it: without what JSON leaves out.
  const sent: unknown = input === undefined ? undefined : JSON.parse(JSON.stringify(input));
  const stepUpId = await confirm({ sentence, actionHash: await hashOf(actionText(path, sent)) });
  return stepUpId === null ? null : { input: renewed(input), stepUpId };
}

/** The same action is a new command. */
function renewed(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("commandId" in input)) return input;
  return { ...input, commandId: newCommandId() };
}

/** The sentence of an answer that lacks a confirmation; null for every other answer. */
function lackOf({
  result,
}: OperationResultEnvelope<unknown, TRPCClientError<AppRouter>>): string | null {
  const data = "data" in result ? result.data : null;
  if (typeof data !== "object" || data === null || !("needs" in data)) return null;
  if (data.needs !== "step_up") return null;
  return "sentence" in data && typeof data.sentence === "string" ? data.sentence : "";
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
