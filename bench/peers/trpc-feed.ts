import { EventEmitter, on } from "node:events";
import type { Server } from "node:http";
import { initTRPC } from "@trpc/server";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { WebSocketServer } from "ws";

/** What a client sends to subscribe. */
export const TRPC_SUBSCRIBE = JSON.stringify({
  id: 1,
  method: "subscription",
  params: { path: "updates", input: {} },
});

/** The usual way to a live console with tRPC: a subscription that yields each update to each client. */
export class TrpcFeed {
  readonly #updates = new EventEmitter().setMaxListeners(0);
  #handled = 0;

  constructor(server: Server) {
    const { procedure, router } = initTRPC.create();
    const updates = this.#updates;
    const handled = () => {
      this.#handled += 1;
    };
    const appRouter = router({
      updates: procedure.subscription(async function* ({ signal }) {
        const options = signal === undefined ? {} : { signal };
        for await (const [update] of on(updates, "update", options)) {
          yield update;
          handled();
        }
      }),
    });
    applyWSSHandler({ wss: new WebSocketServer({ server }), router: appRouter });
  }

  /** Clients that are subscribed. */
  get subscribers(): number {
    return this.#updates.listenerCount("update");
  }

  /** Updates that were handed to the socket of a client, over all clients. */
  get handled(): number {
    return this.#handled;
  }

  publish(update: unknown): void {
    this.#updates.emit("update", update);
  }
}
