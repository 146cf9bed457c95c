import { once } from "node:events";
import { WebSocket } from "ws";
import { z } from "zod";
import type { ClientReport, ClientRequest } from "./client-process.ts";

/** Clients that count what they receive and keep the last message: as little as a client can do. */
class Group {
  readonly #sockets: WebSocket[] = [];
  #messages = 0;
  readonly #last = new Map<WebSocket, Buffer>();

  async connect({ url, clients, greeting, headers, ticketUrl }: Connect): Promise<void> {
    for (let n = 0; n < clients; n += 1) {
      const protocols = ticketUrl === "" ? [] : await ticket(ticketUrl, headers);
      const socket = new WebSocket(url, protocols, { headers, perMessageDeflate: false });
      socket.on("message", (data: Buffer) => {
        this.#messages += 1;
        this.#last.set(socket, data);
      });
      await once(socket, "open");
      if (greeting !== "") socket.send(greeting);
      this.#sockets.push(socket);
    }
  }

  report(withLast: boolean): ClientReport {
    const open = this.#sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
    const last = new Set(withLast ? [...this.#last.values()].map(String) : []);
    return { open, messages: this.#messages, last: [...last] };
  }
}

type Connect = Extract<ClientRequest, { kind: "connect" }>;

const ticketAnswer = z.object({ result: z.object({ data: z.object({ ticket: z.string() }) }) });

async function ticket(url: string, headers: Connect["headers"]): Promise<string[]> {
  const response = await fetch(url, { headers });
  return ["interlock", `ticket.${ticketAnswer.parse(await response.json()).result.data.ticket}`];
}

const groups = new Map<string, Group>();

async function answer(request: ClientRequest): Promise<ClientReport> {
  const group = groups.get(request.group) ?? new Group();
  groups.set(request.group, group);
  if (request.kind === "connect") await group.connect(request);
  return group.report(request.kind === "report" && request.withLast);
}

process.on("message", (request: ClientRequest) => {
  void answer(request).then((report) => process.send?.(report));
});
process.on("disconnect", () => process.exit(0));
