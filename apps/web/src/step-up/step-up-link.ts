import type { AppRouter } from "@interlock/api/app-router";
import { actionText } from "@interlock/api/people/action-text";
import type { OperationResultEnvelope, TRPCClientError, TRPCLink } from "@trpc/client";
import { observable, type Observer } from "@trpc/server/observable";
import { newCommandId } from "../commands/command-id.ts";

/** Asks the person to confirm an action, by its hash; null when they do not. */
export type ConfirmAction = (asked: {
  readonly path: string;
  readonly input: unknown;
  readonly actionHash: string;
}) => Promise<string | null>;

type Answers = Observer<Envelope, TRPCClientError<AppRouter>>;

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
            if (op.type !== "mutation" || !lacksStepUp(envelope)) {
              answers.next(envelope);
              answers.complete();
              return;
            }
            void confirmAndRepeat({ path: op.path, input: op.input }, confirm).then((again) => {
              if (closed) return;
              if (again === null) {
                answers.next(notConfirmed(envelope));
                answers.complete();
                return;
              }
              const { input, stepUpId } = again;
              next({ ...op, input, context: { ...op.context, stepUpId } }).subscribe(
                answers satisfies Answers,
              );
            });
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
}

async function confirmAndRepeat(
  { path, input }: Lacking,
  confirm: ConfirmAction,
): Promise<{ readonly input: unknown; readonly stepUpId: string } | null> {
  // As the server will read it: without what JSON leaves out.
  const sent: unknown = input === undefined ? undefined : JSON.parse(JSON.stringify(input));
  const stepUpId = await confirm({
    path,
    input: sent,
    actionHash: await hashOf(actionText(path, sent)),
  });
  return stepUpId === null ? null : { input: renewed(input), stepUpId };
}

/** The same action is a new command. */
function renewed(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("commandId" in input)) return input;
  return { ...input, commandId: newCommandId() };
}

type Envelope = OperationResultEnvelope<unknown, TRPCClientError<AppRouter>>;

/** Whether all that an answer wants is a confirmation. */
function lacksStepUp({ result }: Envelope): boolean {
  const data = "data" in result ? result.data : null;
  return typeof data === "object" && data !== null && "needs" in data && data.needs === "step_up";
}

/** The answer to whoever canceled: it was their own doing, and the console is where they are. */
function notConfirmed(envelope: Envelope): Envelope {
  const { result } = envelope;
  if (!("data" in result) || typeof result.data !== "object") return envelope;
  const data = { ...result.data, sentence: "You did not confirm it: nothing was done." };
  return { ...envelope, result: { ...result, data } };
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
