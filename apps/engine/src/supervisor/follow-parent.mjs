// Loaded before a child's own program (node --import): it ends the child when the supervisor is gone, however that
// ended. The supervisor holds the other end of our standard input; the system closes it when the process dies.

import { isMainThread } from "node:worker_threads";

const DRAIN_MS = 12_000;

function orphaned() {
  // Nobody reads our output any more; writing to it must not end us before we have drained.
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), DRAIN_MS).unref();
}

process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
// A worker thread loads this too, and its standard input is always at its end.
if (isMainThread) {
  process.stdin.once("end", orphaned);
  process.stdin.once("error", orphaned);
  process.stdin.resume();
  process.stdin.unref?.();
}
