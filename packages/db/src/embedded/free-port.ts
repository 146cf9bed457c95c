import { createServer } from "node:net";
import { DatabaseStartError } from "../database-start-error.ts";

/** Returns `preferred` when nothing listens there on the loopback interface, else a port that the system chooses. */
export async function freePort(preferred: number | null): Promise<number> {
  const kept = preferred === null ? null : await tryPort(preferred);
  const port = kept ?? (await tryPort(0));
  if (port === null)
    throw new DatabaseStartError("No free TCP port on 127.0.0.1 for the database.");
  return port;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const chosen = address !== null && typeof address === "object" ? address.port : null;
      server.close(() => resolve(chosen));
    });
  });
}
