import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a receiver was sent, and the status that it answered. */
export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
}

/** What a receiver answers to one request. */
export interface HookAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A web server that notices are posted to: it keeps all that it was sent, and answers what a test wants. */
export class HookReceiver {
  readonly posts: Posted[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Opens one on any free port of this machine. */
  static async open(answer: () => HookAnswer): Promise<HookReceiver> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const { status, headers = {} } = answer();
        receiver.posts.push({ headers: request.headers, body, status });
        response.writeHead(status, headers).end("ok");
      });
    });
    const receiver = new HookReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hook`;
  }

  /** Those that it took, in their order. */
  get taken(): readonly Posted[] {
    return this.posts.filter(({ status }) => status === 200);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The name by which a receiver knows a notice again. */
export function nameOf({ headers }: Posted): string {
  return String(headers["idempotency-key"]);
}

/** The title of a notice that came by webhook. */
export function titleOf({ body }: Posted): string {
  return (JSON.parse(body) as { readonly title: string }).title;
}
