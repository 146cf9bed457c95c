import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** What the process of clients is asked: to connect, or to say what it has. */
export type ClientRequest =
  | {
      readonly kind: "connect";
      readonly group: string;
      readonly url: string;
      readonly clients: number;
      /** Sent by each client once it is connected; nothing when empty. */
      readonly greeting: string;
      readonly headers: Readonly<Record<string, string>>;
      /** Where each client asks for the ticket of its socket first; empty where none is needed. */
      readonly ticketUrl: string;
    }
  | { readonly kind: "report"; readonly group: string; readonly withLast: boolean };

const clientReport = z.object({
  /** Clients whose connection is open. */
  open: z.number(),
  /** Messages received by all clients since they connected. */
  messages: z.number(),
  /** The different last messages of the clients, where asked for: one, when all saw the same. */
  last: z.array(z.string()),
});

/** What a group of clients has received. */
export type ClientReport = z.infer<typeof clientReport>;

/** Real WebSocket clients in a process of their own, so that what they cost is not the server's cost. */
export class ClientProcess {
  readonly #child: ChildProcess;

  constructor() {
    const program = fileURLToPath(new URL("./feed-clients.ts", import.meta.url));
    this.#child = fork(program, [], { execArgv: ["--import", import.meta.resolve("tsx")] });
  }

  /** Resolves when all clients of the group are connected. */
  async connect(request: Omit<Extract<ClientRequest, { kind: "connect" }>, "kind">): Promise<void> {
    const { open } = await this.#ask({ kind: "connect", ...request });
    if (open !== request.clients)
      throw new Error(`${open} of ${request.clients} clients are connected`);
  }

  /** Says what a group has received so far. */
  report(group: string): Promise<ClientReport> {
    return this.#ask({ kind: "report", group, withLast: false });
  }

  /** The same, with the different messages that clients of the group received last. */
  lastMessages(group: string): Promise<ClientReport> {
    return this.#ask({ kind: "report", group, withLast: true });
  }

  stop(): void {
    this.#child.kill();
  }

  #ask(request: ClientRequest): Promise<ClientReport> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`the clients ended with ${code}`));
      this.#child.once("exit", onExit);
      this.#child.once("message", (message) => {
        this.#child.off("exit", onExit);
        resolve(clientReport.parse(message));
      });
      this.#child.send(request);
    });
  }
}
