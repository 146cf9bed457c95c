import { request } from "node:http";
import { z } from "zod";
import { killView } from "@interlock/api/view/kill-view";
import { type NarrowScope, scopeKey } from "@interlock/core/kill/kill-scope";
import { fail, ok, type Result } from "@interlock/core/result";
import { CommandFailure } from "../context.ts";
import type { KillMode } from "@interlock/core/kill/kill-terms";

/** A kill as the command line sends it. */
export interface KillOrder {
  readonly commandId: string;
  readonly mode: KillMode;
  readonly reason: string;
  readonly includeStops: boolean;
  /** What to stop; absent: everything. */
  readonly scope?: NarrowScope;
  readonly drill?: true;
  readonly by: string;
}

/** A way to the watchdog: its Unix socket, or its port with a token. */
export type WatchdogAddress =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "port"; readonly port: number; readonly token: string };

const standing = killView.extend({ detail: z.string(), keptStops: z.array(z.string()) });
const answer = z.object({ kill: standing.nullable(), parts: z.array(standing).optional() });
/** How far a kill is, as the watchdog says. */
export type KillStanding = z.infer<typeof standing>;

const refusal = z.object({ error: z.string() });
/** The status of a rehearsal that may not be. */
const REFUSED = 409;

/** Longer than the watchdog waits for the gate before it answers. */
const ANSWER_MS = 3_000;

/** Sends a kill. Fails with a sentence when nobody answers there; throws CommandFailure for a drill that may not be. */
export function sendKill(
  address: WatchdogAddress,
  order: KillOrder,
): Promise<Result<KillStanding>> {
  // Over the port the token says who acts.
  const { by, ...rest } = order;
  const body = JSON.stringify(address.kind === "socket" ? { ...rest, by } : rest);
  return ask(address, { method: "POST", body, scope: order.scope });
}

/** Asks how far the kill of a scope is; one of everything may have covered it. */
export function askKill(
  address: WatchdogAddress,
  scope?: NarrowScope,
): Promise<Result<KillStanding>> {
  return ask(address, { method: "GET", body: "", scope });
}

interface Question {
  readonly method: "GET" | "POST";
  readonly body: string;
  readonly scope?: NarrowScope | undefined;
}

async function ask(address: WatchdogAddress, question: Question): Promise<Result<KillStanding>> {
  const heard = await exchange(address, question);
  return heard.ok ? readAnswer(heard.value, question.scope) : heard;
}

interface Heard {
  readonly status: number;
  readonly text: string;
}

function exchange(address: WatchdogAddress, { method, body }: Question): Promise<Result<Heard>> {
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
        incoming.on("end", () => resolve(ok({ status: incoming.statusCode ?? 0, text })));
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${ANSWER_MS} ms`)));
    outgoing.on("error", (error) => resolve(fail(error.message)));
    outgoing.end(body);
  });
}

function standingOf(
  { kill, parts = [] }: z.infer<typeof answer>,
  scope: NarrowScope | undefined,
): KillStanding | null {
  const key = scope === undefined ? undefined : scopeKey(scope);
  return parts.find((part) => key !== undefined && part.scope === key) ?? kill;
}

function readAnswer({ status, text }: Heard, scope: NarrowScope | undefined): Result<KillStanding> {
  const json = parseJson(text);
  const refused = refusal.safeParse(json);
  if (status === REFUSED && refused.success) throw new CommandFailure(refused.data.error);
  const parsed = answer.safeParse(json);
  const found = parsed.success ? standingOf(parsed.data, scope) : null;
  if (found !== null) return ok(found);
  return fail(`the watchdog answered ${status}: ${text.slice(0, 200)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Some other program listens there.
    return null;
  }
}
