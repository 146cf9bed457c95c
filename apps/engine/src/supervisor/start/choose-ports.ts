import { fail, ok, type Result } from "@interlock/core/result";
import type { ChildName } from "../run-files.ts";
import { anyFreePort, isPortFree, portHolder } from "./port-holder.ts";

/** The port of each child. */
export type Ports = Readonly<Record<ChildName, number>>;

/** Flags that change a child's port. */
const FLAGS: Readonly<Record<ChildName, string>> = {
  venue: "--venue-port",
  engine: "--engine-port",
  watchdog: "--watchdog-port",
  console: "--console-port",
};

/**
 * Returns the ports to use: those wanted, where 0 takes any free one. Fails with a sentence that names every taken
 * port, who holds it, and the flag that changes it, before anything is started.
 */
export async function choosePorts(
  wanted: Ports,
  needed: readonly ChildName[],
): Promise<Result<Ports>> {
  const chosen: Record<ChildName, number> = { ...wanted };
  const taken: string[] = [];
  for (const name of needed) {
    if (wanted[name] === 0) chosen[name] = await anyFreePort();
    else if (!(await isPortFree(wanted[name]))) taken.push(takenSentence(name, wanted[name]));
  }
  return taken.length === 0 ? ok(chosen) : fail(taken.join("\n"));
}

function takenSentence(name: ChildName, port: number): string {
  return `Port ${port} (${name}) is taken by ${portHolder(port)}: stop it, or choose another with ${FLAGS[name]}.`;
}
