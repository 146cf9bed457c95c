import type { ConnectionPorts, PollAnswer, SocketHandlers } from "./live-connection.ts";

const POLL_TIMEOUT_MS = 4_000;

/** The edge closes a socket with this when somebody ended its session: whoever sits here now sees nothing more. */
const SESSION_ENDED = 4401;

/** The reader brings every schema of the contract along: it loads beside the page, not before it. */
const loadReader = () => import("./read-frame.ts");

/** Asks for what opens one socket: it goes beside the address, never in it. Throws when there is none. */
async function takeTicket(): Promise<string> {
  const response = await fetch("/trpc/live.ticket", {
    headers: { "x-interlock-client": "console" },
    cache: "no-store",
    signal: AbortSignal.timeout(POLL_TIMEOUT_MS),
  });
  const { readTicket } = await loadReader();
  return readTicket(await response.text());
}

function connect(handlers: SocketHandlers): { close(): void } {
  let socket: WebSocket | null = null;
  let closed = false;
  takeTicket().then(
    (ticket) => {
      if (!closed) socket = openSocket(ticket, handlers);
    },
    () => {
      if (!closed) handlers.closed();
    },
  );
  return {
    close: () => {
      closed = true;
      socket?.close();
    },
  };
}

function openSocket(ticket: string, handlers: SocketHandlers): WebSocket {
  const reader = loadReader();
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  const protocols = ["interlock", `ticket.${ticket}`];
  const socket = new WebSocket(`${scheme}://${window.location.host}/feed`, protocols);
  socket.addEventListener("open", handlers.opened);
  socket.addEventListener("close", ({ code }) => {
    if (code === SESSION_ENDED) window.location.replace("/sign-in?ended=1");
    handlers.closed();
  });
  socket.addEventListener("message", (event) => {
    // Messages that come before the reader wait for it, in their order.
    reader.then(
      ({ readFrame }) => handlers.message(readFrame(String(event.data))),
      handlers.closed,
    );
  });
  return socket;
}

async function poll(): Promise<PollAnswer> {
  try {
    const response = await fetch("/trpc/live.snapshot", {
      headers: { "x-interlock-client": "console" },
      cache: "no-store",
      signal: AbortSignal.timeout(POLL_TIMEOUT_MS),
    });
    if (response.status === 401) return { kind: "signed_out" };
    const { readSnapshot } = await loadReader();
    const view = response.ok ? readSnapshot(await response.text()) : null;
    return view === null ? { kind: "failed" } : { kind: "view", view };
  } catch {
    return { kind: "failed" };
  }
}

/** The browser's own sockets, clocks and timers. */
export const browserPorts: ConnectionPorts = {
  connect,
  poll,
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  random: () => Math.random(),
  after: (ms, callback) => {
    const timer = window.setTimeout(callback, ms);
    return () => window.clearTimeout(timer);
  },
};
