import type { Engine } from "../engine.ts";
import type { Effect } from "../effect.ts";
import type { CommandAnswer, OperatorCommand } from "../operator/operator-command.ts";

/** Takes commands from every side and gives each caller the durable answer. */
export class CommandDesk {
  readonly #waiting = new Map<string, ((answer: CommandAnswer) => void)[]>();
  readonly #journalSeq: () => number;

  constructor(journalSeq: () => number) {
    this.#journalSeq = journalSeq;
  }

  /** Hands a command to the engine; resolves once its answer is durable. */
  submit(engine: Engine, command: OperatorCommand): Promise<CommandAnswer> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(command.commandId);
      if (waiting !== undefined) waiting.push(resolve);
      else this.#waiting.set(command.commandId, [resolve]);
      // A kill's receipt measures from here, and a passkey's proof is aged, by the clock of this host.
      const measured =
        command.body.kind === "kill" || command.actor.stepUp !== undefined
          ? { hostAt: performance.timeOrigin + performance.now() }
          : {};
      engine.accept({ kind: "command", command, ...measured });
    });
  }

  /**
   * Gives a durable answer to whoever has waited for it longest: each command is answered once, in the order in which
   * they came, and two under one id may be answered differently.
   */
  answer({ kind: _kind, ...given }: Extract<Effect, { kind: "answer_command" }>): void {
    const { commandId } = given;
    const waiting = this.#waiting.get(commandId);
    waiting?.shift()?.({ ...given, journalSeq: this.#journalSeq() });
    if (waiting?.length === 0) this.#waiting.delete(commandId);
  }
}
