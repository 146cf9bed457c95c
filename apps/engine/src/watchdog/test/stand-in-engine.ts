import { join } from "node:path";
import { openControlSocket } from "../../operator/control-socket-server.ts";

/**
 * Stands in for the engine's process: it gives signs of life and takes kills, but trades nothing.
 * Arguments: data folder, and "obeys" (answers and halts), "deaf" (never answers) or "defiant" (answers and goes on).
 */
const [dataDir = "", behavior = "obeys"] = process.argv.slice(2);
let tradingState: "active" | "halted" = "active";
let cycle = 0;

const opened = await openControlSocket(join(dataDir, "run", "engine.sock"), {
  command: ({ commandId, body }) => {
    if (behavior === "deaf") return new Promise(() => {});
    if (behavior === "obeys") tradingState = body.kind === "resume" ? "active" : "halted";
    return Promise.resolve({ commandId, accepted: true, sentence: "taken", journalSeq: 1 });
  },
  status: () => ({ tradingState }),
});
if (!opened.ok) throw new Error(opened.error);
process.stdout.write("ready\n");
setInterval(() => {
  cycle += 1;
  opened.value.heartbeat(() => ({ cycle, at: Date.now(), venueTime: Date.now(), tradingState }));
}, 100);
