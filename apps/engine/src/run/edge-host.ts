import { Worker } from "node:worker_threads";
import type { EdgeStart, FromEdge, ToEdge } from "../edge/edge-message.ts";

/** The edge's thread, as the trading thread sees it. */
export interface EdgeHost {
  send(message: ToEdge): void;
  stop(): Promise<void>;
}

/** What to do with what the edge says. */
export interface EdgeHostOptions {
  readonly start: EdgeStart;
  readonly onMessage: (message: FromEdge) => void;
  readonly log: (sentence: string) => void;
}

/** A fallen edge is started again after this long: consoles reconnect by themselves, trading goes on meanwhile. */
const RESTART_MS = 1_000;

/** Starts the edge in its own thread and keeps it running: its fall never stops trading. */
export function startEdge(options: EdgeHostOptions): EdgeHost {
  let stopping = false;
  let port = options.start.port;
  let worker = launch();

  function launch(): Worker {
    const next = openWorker({ ...options.start, port });
    next.on("message", (message: FromEdge) => {
      if (message.kind === "listening") port = message.port;
      options.onMessage(message);
    });
    next.on("error", (error) =>
      options.log(`The edge fell: ${error.message}. It is started again.`),
    );
    next.on("exit", () => {
      if (!stopping) setTimeout(relaunch, RESTART_MS).unref();
    });
    return next;
  }

  function relaunch(): void {
    if (!stopping) worker = launch();
  }

  return {
    send: (message) => worker.postMessage(message),
    stop: async () => {
      stopping = true;
      worker.postMessage({ kind: "stopping" } satisfies ToEdge);
      await worker.terminate();
    },
  };
}

/** Starts the thread from the bundle beside ours, or from its source while the engine runs from source. */
function openWorker(workerData: EdgeStart): Worker {
  if (!import.meta.url.endsWith(".ts"))
    return new Worker(new URL("./edge-worker.js", import.meta.url), { workerData });
  const entry = new URL("../edge/edge-worker.ts", import.meta.url).href;
  // A thread does not inherit the loader that reads TypeScript on every supported Node.
  const code = `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${JSON.stringify(entry)}); })`;
  return new Worker(code, { eval: true, workerData });
}
