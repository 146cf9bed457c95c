import { type NarrowScope, scopeKey, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { z } from "zod";
import { scopeOfKill } from "../../kill-in-force.ts";
import { ControlSocketClient } from "../../operator/control-socket-client.ts";
import type { KillState } from "../../records/kill-record.ts";
import { runPath } from "../../supervisor/run-files.ts";

/** The engine has closed its gate by then: what it shows is there, or it is gone. */
const STATUS_MS = 2_000;

const statusWithKills = z.looseObject({
  kills: z.array(z.custom<KillState>((value) => typeof value === "object" && value !== null)),
});

/** Asks the running engine for its kill of a scope; one of everything may have covered it. Null where none is shown. */
export async function receiptOfEngine(
  dataDir: string,
  scope: NarrowScope | undefined,
): Promise<KillState | null> {
  const client = await ControlSocketClient.open(runPath(dataDir, "engine.sock"));
  if (!client.ok) return null;
  try {
    const status = await client.value.status(STATUS_MS);
    const read = status.ok ? statusWithKills.safeParse(status.value) : null;
    const kills = read?.success === true ? read.data.kills : [];
    const of = (key: string) => kills.find((kill) => scopeKey(scopeOfKill(kill)) === key);
    return of(scopeKey(scope ?? WHOLE_ACCOUNT)) ?? of("all") ?? null;
  } finally {
    client.value.close();
  }
}
