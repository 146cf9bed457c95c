import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@interlock/api/app-router";
import { STEP_UP_HEADER } from "@interlock/api/people/action-text";
import type { ProcedurePath } from "@interlock/api/permissions";
import { ownCommand } from "../../config/own-command.ts";
import { type CommandContext, CommandFailure } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { demandRunning } from "../running-product.ts";
import { cliHeaders } from "./edge-post.ts";
import { readSession } from "./session-file.ts";
import { waitFor } from "./wait-for.ts";

type Client = ReturnType<typeof createTRPCClient<AppRouter>>;

/** What is read of every answer to an act. */
export interface Answered {
  readonly accepted: boolean;
  readonly sentence: string;
  readonly needs?: string | undefined;
}

/** One act: where it stands in the API, its input, and the call, which takes the confirmation along. */
export interface Act<I, A extends Answered> {
  readonly path: ProcedurePath;
  readonly input: I;
  readonly call: (client: Client, input: I, confirmed: Confirmed) => Promise<A>;
}

/** What a call carries besides its input. */
export interface Confirmed {
  readonly context: { readonly stepUpId?: string };
}

/** A person at the command line: they are who they are at the console, and may do no more. */
export class PersonClient {
  readonly trpc: Client;
  readonly #context: CommandContext;

  private constructor(context: CommandContext, trpc: Client) {
    this.#context = context;
    this.trpc = trpc;
  }

  /** Opens the session that is kept here. Throws CommandFailure where nothing runs or nobody is signed in. */
  static open(context: CommandContext): PersonClient {
    const { dataDir } = context.env;
    const { engineUrl } = demandRunning(dataDir);
    const session = readSession(dataDir);
    if (session === null) throw new CommandFailure(signInFirst(dataDir));
    const trpc = createTRPCClient<AppRouter>({
      links: [
        httpLink({
          url: `${engineUrl}/trpc`,
          headers: ({ op }) => ({ ...cliHeaders(session.cookie), ...stepUpOf(op.context) }),
        }),
      ],
    });
    return new PersonClient(context, trpc);
  }

  /** Asks something. Throws CommandFailure with the sentence of a refusal. */
  async ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await question(this.trpc);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Does something, has its person confirm it where the server asks for that, prints the answer, returns it. */
  async act<I, A extends Answered>({ path, input, call }: Act<I, A>): Promise<A> {
    const first = await this.ask((client) => call(client, input, { context: {} }));
    if (first.needs !== "step_up") return first;
    const stepUpId = await this.#confirm(path, input);
    return this.ask((client) => call(client, input, { context: { stepUpId } }));
  }

  /** Prints what became of an act, and returns the exit code. */
  finish(answer: Answered): number {
    const { terminal } = this.#context;
    terminal.print(answer.sentence);
    terminal.result(answer);
    return answer.accepted ? EXIT.ok : EXIT.found;
  }

  async #confirm(path: ProcedurePath, input: unknown): Promise<string> {
    const { terminal, env } = this.#context;
    const asked = { path, input: JSON.stringify(input ?? null) };
    const { userCode } = await this.ask((client) => client.devices.ask.mutate(asked));
    terminal.note(`Confirm it with your passkey at ${devicePage(env.consoleUrl, userCode)}`);
    terminal.note(`The page must show the code ${userCode}. Waiting for 5 minutes.`);
    const answer = await waitFor(async () => {
      const found = await this.ask((client) => client.devices.answer.query({ userCode }));
      return found.state === "waiting" ? null : found;
    });
    if (answer?.state === "allowed") return answer.stepUpId;
    const why = answer?.state === "refused" ? "It was refused" : "Nobody confirmed it in time";
    throw new CommandFailure(`${why}: nothing was done.`);
  }

  #failure(error: unknown): CommandFailure {
    if (!(error instanceof TRPCClientError)) throw error;
    const data: unknown = error.data;
    const code = typeof data === "object" && data !== null && "code" in data ? data.code : null;
    if (code === "UNAUTHORIZED") return new CommandFailure(signInFirst(this.#context.env.dataDir));
    return code === null
      ? new CommandFailure(`The engine does not answer: ${error.message}.`, EXIT.notRunning)
      : new CommandFailure(error.message);
  }
}

/** Where a person allows what a command line asks for. */
export function devicePage(consoleUrl: string, code: string): string {
  return `${consoleUrl}/device#${code}`;
}

function signInFirst(dataDir: string): string {
  return `Nobody is signed in at this command line: run ${ownCommand(dataDir, "sign-in")} first.`;
}

function stepUpOf({ stepUpId }: Readonly<Record<string, unknown>>): Record<string, string> {
  return typeof stepUpId === "string" ? { [STEP_UP_HEADER]: stepUpId } : {};
}
