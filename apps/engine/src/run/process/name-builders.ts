import type { FromEdge, ToEdge } from "../../edge/edge-message.ts";
import type { BuilderNames } from "../../operator/golive/golive-command.ts";
import type { OperatorCommand } from "../../operator/operator-command.ts";

/** Within what the command line waits for its answer. */
const DEADLINE_MS = 5_000;

/**
 * Has the edge look up whom an attestation of the control socket names as builders: this thread has no database of
 * people. Where no answer comes the command goes on without one, and the decision refuses it.
 */
export class BuilderLookup {
  readonly #send: (message: ToEdge) => void;
  readonly #asks = new Map<number, (known: BuilderNames | null) => void>();
  #asked = 0;

  constructor(send: (message: ToEdge) => void) {
    this.#send = send;
  }

  /** Returns the command with the builders that the desk knows. */
  async complete(command: OperatorCommand): Promise<OperatorCommand> {
    const { body } = command;
    if (body.kind !== "golive_attest") return command;
    const knownBuilders = await this.#ask(body.statement);
    return knownBuilders === null ? command : { ...command, body: { ...body, knownBuilders } };
  }

  /** Takes the edge's answer. */
  answered({ askId, known }: Extract<FromEdge, { kind: "builders_named" }>): void {
    this.#asks.get(askId)?.(known);
  }

  #ask(statement: string): Promise<BuilderNames | null> {
    this.#asked += 1;
    const askId = this.#asked;
    return new Promise((resolve) => {
      const end = (known: BuilderNames | null) => {
        clearTimeout(deadline);
        this.#asks.delete(askId);
        resolve(known);
      };
      const deadline = setTimeout(() => end(null), DEADLINE_MS);
      this.#asks.set(askId, end);
      this.#send({ kind: "name_builders", askId, statement });
    });
  }
}
