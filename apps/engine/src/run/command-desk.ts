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

  /** Gives a durable answer to everybody who waits for it. */
  answer({ kind: _kind, ...given }: Extract<Effect, { kind: "answer_command" }>): void {
    const { commandId } = given;
    const waiting = this.#waiting.get(commandId) ?? [];
    this.#waiting.delete(commandId);
    const answer = { ...given, journalSeq: this.#journalSeq() };
    for (const resolve of waiting) resolve(answer);
  }
}
