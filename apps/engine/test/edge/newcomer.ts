import { createHash } from "node:crypto";
import { actionText, STEP_UP_HEADER } from "@interlock/api/people/action-text";
import { ConsoleClient, cookiesOf } from "./console-client.ts";
import { CONSOLE_URL, type EdgeStage } from "./edge-stage.ts";
import type { SoftPasskey } from "./soft-passkey.ts";

/** What the edge answered to a request about signing in. */
export interface EntryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** A console with the session that was opened; without one where none was. */
  readonly console: ConsoleClient;
}

/** Posts to a part of /api/auth, with the cookies that the browser has and from the address that it says. */
export async function enter(
  stage: EdgeStage,
  path: string,
  {
    body,
    cookie = "",
    ip,
  }: { readonly body: object; readonly cookie?: string; readonly ip?: string },
): Promise<EntryAnswer> {
  const response = await fetch(`${stage.url}/api/auth${path}`, {
    method: "POST",
    headers: {
      origin: CONSOLE_URL,
      "content-type": "application/json",
      "x-interlock-client": "test",
      ...(cookie === "" ? {} : { cookie }),
      ...(ip === undefined ? {} : { "x-forwarded-for": ip }),
    },
    body: JSON.stringify(body),
  });
  const answered = (await response.json()) as Record<string, unknown>;
  const address = { url: stage.url, origin: CONSOLE_URL, cookie: cookiesOf(response) };
  return { status: response.status, body: answered, console: new ConsoleClient(address) };
}

/** Adds a passkey to whoever is signed in there. */
export async function addPasskey({ trpc }: ConsoleClient, passkey: SoftPasskey): Promise<boolean> {
  const { challengeId, options } = await trpc.profile.beginPasskey.mutate();
  const response = passkey.create(options);
  const { accepted } = await trpc.profile.addPasskey.mutate({
    challengeId,
    response,
    name: "a key",
  });
  return accepted;
}

/** Confirms an action with a passkey; returns the confirmation's id. */
export async function stepUp(
  { trpc }: ConsoleClient,
  passkey: SoftPasskey,
  { path, input }: { readonly path: string; readonly input: unknown },
): Promise<string> {
  const actionHash = createHash("sha256").update(actionText(path, input)).digest("hex");
  const { challengeId, options } = await trpc.stepUp.begin.mutate({ actionHash });
  const { stepUpId } = await trpc.stepUp.finish.mutate({
    challengeId,
    response: passkey.get(options),
  });
  return stepUpId;
}

/** A console that names a confirmation with everything that it sends. */
export function withStepUp({ address, headers }: ConsoleClient, stepUpId: string) {
  return async (path: string, input: object): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${address.url}/trpc/${path}`, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        "x-interlock-client": "test",
        [STEP_UP_HEADER]: stepUpId,
      },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: await response.json() };
  };
}
