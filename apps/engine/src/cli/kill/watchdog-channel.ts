import { request } from "node:http";
import { z } from "zod";
import { killView } from "@interlock/api/view/kill-view";
import { fail, ok, type Result } from "@interlock/core/result";
import type { KillMode } from "@interlock/core/kill/kill-terms";

/** A kill as the command line sends it. */
export interface KillOrder {
  readonly commandId: string;
  readonly mode: KillMode;
  readonly reason: string;
  readonly includeStops: boolean;
  readonly by: string;
}

/** A way to the watchdog: its Unix socket, or its port with a token. */
export type WatchdogAddress =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "port"; readonly port: number; readonly token: string };

const answer = z.object({
  kill: killView.extend({ detail: z.string(), keptStops: z.array(z.string()) }).nullable(),
});
/** How far a kill is, as the watchdog says. */
export type KillStanding = NonNullable<z.infer<typeof answer>["kill"]>;

/** Longer than the watchdog waits for the gate before it answers. */
const ANSWER_MS = 3_000;

/** Sends a kill. Fails with a sentence when nobody answers there. */
export function sendKill(
  address: WatchdogAddress,
  order: KillOrder,
): Promise<Result<KillStanding>> {
  // Over the port the token says who acts.
  const { by, ...rest } = order;
  return ask(address, "POST", JSON.stringify(address.kind === "socket" ? { ...rest, by } : rest));
}

/** Asks how far the kill is. */
export function askKill(address: WatchdogAddress): Promise<Result<KillStanding>> {
  return ask(address, "GET", "");
}

function ask(
  address: WatchdogAddress,
  method: "GET" | "POST",
  body: string,
): Promise<Result<KillStanding>> {
  const place =
    address.kind === "socket"
      ? { socketPath: address.path }
      : { host: "127.0.0.1", port: address.port };
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (address.kind === "port") headers.authorization = `Bearer ${address.token}`;
  return new Promise((resolve) => {
    const outgoing = request(
      { ...place, path: "/kill", method, headers, timeout: ANSWER_MS },
      (incoming) => {
        let text = "";
        incoming.on("data", (chunk: Buffer) => {
          text += chunk.toString("utf8");
        });
        incoming.on("end", () => resolve(readAnswer(incoming.statusCode ?? 0, text)));
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${ANSWER_MS} ms`)));
    outgoing.on("error", (error) => resolve(fail(error.message)));
    outgoing.end(body);
  });
}

function readAnswer(status: number, text: string): Result<KillStanding> {
  try {
    const json: unknown = JSON.parse(text);
    const parsed = answer.safeParse(json);
    if (parsed.success && parsed.data.kill !== null) return ok(parsed.data.kill);
  } catch {
    // Not JSON: some other program listens there.
  }
  return fail(`the watchdog answered ${status}: ${text.slice(0, 200)}`);
}
