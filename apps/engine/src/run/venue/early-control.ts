import type { ControlHandler } from "../../operator/control-socket-server.ts";
import type { CommandAnswer, OperatorCommand } from "../../operator/operator-command.ts";

const WAITING =
  "The engine waits for its venue: it has no orders under way and takes no commands yet. A kill goes through the watchdog.";

/**
 * Who answers on the control socket. It is open before the venue is asked, so that an engine which waits for its venue
 * gives signs of life; until the engine runs it takes no command, and says so.
 */
export class EarlyControl implements ControlHandler {
  #running: ControlHandler | null = null;

  /** From now on the running engine answers. */
  hand(running: ControlHandler): void {
    this.#running = running;
  }

  command(command: OperatorCommand): Promise<CommandAnswer> {
    if (this.#running !== null) return this.#running.command(command);
    const { commandId } = command;
    return Promise.resolve({ commandId, accepted: false, sentence: WAITING, journalSeq: null });
  }

  status(): Readonly<Record<string, unknown>> {
    return this.#running?.status() ?? { waiting: WAITING };
  }
}
