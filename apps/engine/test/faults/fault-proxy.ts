import { connect, createServer, type Server, type Socket } from "node:net";

/** What happens to bytes between two programs. */
export interface Weather {
  /** Every piece arrives so much later, in both directions. Milliseconds. */
  readonly delayMs: number;
  /** Nothing passes and nothing is refused, as behind a firewall that drops packets: connections stay half-open. */
  readonly isSilent: boolean;
  /** Every connection is reset as soon as it is made, as by a host on which nothing listens. */
  readonly isGone: boolean;
}

const CALM: Weather = { delayMs: 0, isSilent: false, isGone: false };

/** A TCP proxy to a local port that a test can make slow, silent or cut. It knows no protocol. */
export class FaultProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #weather: Weather = CALM;
  #fatalRequest: string | null = null;

  private constructor(targetPort: number) {
    this.#server = createServer((near) => this.#accept(near, targetPort));
  }

  /** Opens one on any free port, to a port of this machine. */
  static async open(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the proxy is closed");
    return address.port;
  }

  /** Changes what happens from now on; everything that is not named is calm. */
  set(weather: Partial<Weather>): void {
    this.#weather = { ...CALM, ...weather };
  }

  /** Lets everything pass again. Connections from before are cut: what was swallowed is lost for good. */
  heal(): void {
    this.set({});
    this.cut();
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** The next request that holds this text arrives, and the connection is reset in place of its answer. Once. */
  loseAnswerTo(text: string): void {
    this.#fatalRequest = text;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(near: Socket, targetPort: number): void {
    if (this.#weather.isGone) {
      near.on("error", () => near.destroy());
      near.resetAndDestroy();
      return;
    }
    const far = connect(targetPort, "127.0.0.1");
    let isDoomed = false;
    this.#join(near, far, (bytes) => {
      if (this.#fatalRequest === null || !bytes.includes(this.#fatalRequest)) return true;
      this.#fatalRequest = null;
      isDoomed = true;
      return true;
    });
    this.#join(far, near, () => {
      if (isDoomed) near.resetAndDestroy();
      return !isDoomed;
    });
  }

  #join(from: Socket, to: Socket, passes: (bytes: Buffer) => boolean): void {
    this.#sockets.add(from);
    from.on("data", (bytes) => {
      const { delayMs, isSilent } = this.#weather;
      if (isSilent || !passes(bytes)) return;
      if (delayMs === 0) to.write(bytes);
      else setTimeout(() => to.writable && to.write(bytes), delayMs);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}

/** Returns an address with the proxy's port in place of its own. */
export function through(proxy: FaultProxy, address: string): string {
  const url = new URL(address);
  url.port = String(proxy.port);
  return url.href;
}
