import { chmodSync, rmSync } from "node:fs";
import { connect, type Server } from "node:net";
import { fail, ok, type Result } from "@interlock/core/result";

/** Longest path that macOS and Linux both take for a socket; longer ones are cut silently, so two would collide. */
const SOCKET_PATH_BYTES_MAX = 103;

/** Tells whether a process answers on a Unix socket; a file left by a killed process does not. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
}

/**
 * Makes `server` listen on a Unix socket that only this user can open. A file left by a killed process is replaced;
 * one that a live process answers on is not.
 */
export async function listenUnix(server: Server, path: string): Promise<Result<true>> {
  if (Buffer.byteLength(path) > SOCKET_PATH_BYTES_MAX) {
    return fail(
      `socket path ${path} is longer than ${SOCKET_PATH_BYTES_MAX} bytes: choose a shorter --data-dir`,
    );
  }
  if (await answers(path)) return fail(`another process already listens on ${path}`);
  rmSync(path, { force: true });
  // The mask closes the moment between the file's creation and any later change of its mode.
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    });
    chmodSync(path, 0o600);
    return ok(true);
  } catch (error) {
    return fail(
      `cannot listen on ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    process.umask(mask);
  }
}
