import {
  type ControlSocketServer,
  openControlSocket,
} from "../src/operator/control-socket-server.ts";
import type { Rig } from "./rig.ts";

/** Opens a control socket behind which a rig obeys. */
export async function openRigSocket(
  path: string,
  rig: Rig,
  status: () => Readonly<Record<string, unknown>>,
): Promise<ControlSocketServer> {
  const opened = await openControlSocket(path, {
    command: (command) => {
      rig.give({ kind: "command", command });
      const { accepted = false, sentence = "" } = rig.told("command_answered").at(-1) ?? {};
      return Promise.resolve({
        commandId: command.commandId,
        accepted,
        sentence,
        journalSeq: rig.state.journalSeq,
      });
    },
    status,
  });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}
