import { connect, createServer, type Server, type Socket } from "node:net";

/** A TCP proxy to a local port whose connections can be cut or silenced. */
export class FaultyProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #silent = false;

  private constructor(targetPort: number) {
    this.#server = createServer((near) => {
      const far = connect(targetPort, "127.0.0.1");
      this.#join(near, far);
      this.#join(far, near);
    });
  }

  static async open(targetPort: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the proxy is closed");
    return address.port;
  }

  /** From now on nothing passes and nothing is refused, as behind a firewall that drops packets. */
  silence(): void {
    this.#silent = true;
  }

  /** Lets new connections through again; those silenced stay lost. */
  heal(): void {
    this.#silent = false;
    this.cut();
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on("data", (bytes) => {
      if (!this.#silent) to.write(bytes);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
