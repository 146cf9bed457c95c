import { createTRPCClient, httpLink } from "@trpc/client";
import { WebSocket } from "ws";
import type { AppRouter } from "@interlock/api/app-router";
import { liveFrame, type LiveFrame } from "@interlock/api/view/live-view";

/** A console's way to the edge: its address, the page it is sent from, and the cookies of its session. */
export interface ConsoleAddress {
  readonly url: string;
  readonly origin: string;
  readonly cookie: string;
}

type Headers = Readonly<Record<string, string>>;

/** A console as a browser would be: it sends its origin and its cookies with everything. */
export class ConsoleClient {
  readonly address: ConsoleAddress;
  readonly trpc: ReturnType<typeof createTRPCClient<AppRouter>>;

  constructor(address: ConsoleAddress) {
    this.address = address;
    this.trpc = createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${address.url}/trpc`, headers: this.headers })],
    });
  }

  /** Follows a sign-in link: the cookies of the session that it opens. */
  static async signIn(
    address: Omit<ConsoleAddress, "cookie">,
    link: string,
  ): Promise<ConsoleClient> {
    const token = new URL(link).searchParams.get("token") ?? "";
    const response = await fetch(`${address.url}/api/auth/sign-in/link`, {
      method: "POST",
      headers: {
        origin: address.origin,
        "content-type": "application/json",
        "x-interlock-client": "test",
      },
      body: JSON.stringify({ token }),
    });
    const cookie = cookiesOf(response);
    if (cookie === "") throw new Error(`no session: ${response.status} ${await response.text()}`);
    return new ConsoleClient({ ...address, cookie });
  }

  get headers(): Headers {
    const { origin, cookie } = this.address;
    return { origin, "x-interlock-client": "test", ...(cookie === "" ? {} : { cookie }) };
  }

  get(path: string, headers: Headers = {}): Promise<Response> {
    return fetch(`${this.address.url}${path}`, { headers: { ...this.headers, ...headers } });
  }

  /** Asks for the ticket of a socket, as every page does before it opens one. */
  async ticket(): Promise<readonly string[]> {
    const { ticket } = await this.trpc.live.ticket.query();
    return ["interlock", `ticket.${ticket}`];
  }

  /** Opens a socket; resolves once it stands, rejects with the status of a refusal. */
  async open(path: string, headers: Headers = {}): Promise<FrameSocket> {
    const protocols = await this.ticket().catch(() => []);
    return this.openWith(path, protocols, headers);
  }

  /** The same with subprotocols of the caller's own. */
  openWith(
    path: string,
    protocols: readonly string[],
    headers: Headers = {},
  ): Promise<FrameSocket> {
    const url = `${this.address.url.replace("http", "ws")}${path}`;
    const socket = new WebSocket(url, [...protocols], { headers: { ...this.headers, ...headers } });
    const frames = new FrameSocket(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(frames));
      socket.once("unexpected-response", (_request, response) => {
        reject(new Error(`refused with ${response.statusCode ?? 0}`));
        socket.terminate();
      });
      socket.once("error", reject);
    });
  }
}

/** Cookies that an answer sets, as a browser sends them back. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}

/** The live feed as a console receives it: every frame is what the contract says. */
export class FrameSocket {
  readonly socket: WebSocket;
  readonly frames: LiveFrame[] = [];
  closedWith: number | null = null;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => {
      this.frames.push(liveFrame.parse(JSON.parse(data.toString())));
    });
    socket.on("close", (code) => {
      this.closedWith = code;
    });
  }

  close(): void {
    this.socket.terminate();
  }
}
