import { hostname } from "node:os";
import { z } from "zod";
import { CommandFailure } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { userName } from "../user-name.ts";

/** How the command line names itself to people who are to allow it. */
export function clientName(): string {
  return `interlock-cli of ${userName()} on ${hostname()}`.slice(0, 120);
}

/** What every request of the command line says. */
export function cliHeaders(cookie = ""): Record<string, string> {
  return {
    "x-interlock-client": "interlock-cli",
    "user-agent": clientName(),
    ...(cookie === "" ? {} : { cookie }),
  };
}

const answered = z.looseObject({ message: z.string().optional() });

/** Posts to a part of /api/auth; throws CommandFailure with the sentence of a refusal. */
export async function postAuth(
  url: string,
  {
    path,
    body,
    cookie,
  }: { readonly path: string; readonly body: object; readonly cookie?: string },
): Promise<{ readonly body: unknown; readonly cookie: string }> {
  const response = await fetch(`${url}/api/auth${path}`, {
    method: "POST",
    headers: { ...cliHeaders(cookie), "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`The engine does not answer: ${why}.`, EXIT.notRunning);
  });
  const said: unknown = await response.json().catch(() => ({}));
  if (!response.ok) {
    const { message = `the engine answered ${response.status}` } = answered.parse(said);
    throw new CommandFailure(message);
  }
  const set = response.headers.getSetCookie().map((one) => one.split(";", 1)[0]);
  return { body: said, cookie: set.join("; ") };
}
