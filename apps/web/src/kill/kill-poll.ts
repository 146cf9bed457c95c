import "../live/zod-without-eval.ts";
import { type KillView, killView } from "@interlock/api/view/kill-view";
import { z } from "zod";

const TIMEOUT_MS = 1_500;

const engineBody = z.object({ result: z.object({ data: killView.nullable() }) });
const watchdogBody = z.object({ kill: killView.nullable() });

/**
 * Asks for the progress of the present kill: the engine, and when it does not answer, the watchdog.
 * Null: nobody told. A watchdog without a kill of its own tells nothing: the engine, which is slow, may have one.
 */
export async function pollKillView(): Promise<{ view: KillView | null } | null> {
  const engine = engineBody.safeParse(await getJson("/trpc/kill.current"));
  if (engine.success) return { view: engine.data.result.data };
  const watchdog = watchdogBody.safeParse(await getJson("/kill"));
  if (!watchdog.success) return null;
  const { kill } = watchdog.data;
  return kill === null ? null : { view: { ...kill, clock: "host" } };
}

async function getJson(path: string): Promise<unknown> {
  try {
    const response = await fetch(path, {
      headers: { accept: "application/json", "x-interlock-client": "console" },
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await response.json();
  } catch {
    return null;
  }
}
