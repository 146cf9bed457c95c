import type { MessagePort } from "node:worker_threads";
import type { CommandAnswer, OperatorCommand } from "../operator/operator-command.ts";
import type { FromEdge, ToEdge } from "./edge-message.ts";
import type { StrategyReport } from "./view/position-section.ts";

/** The trading thread as the edge sees it: it takes commands and answers them, and says what strategies wait for. */
export class TradingThread {
  readonly #port: MessagePort;
  readonly #waiting = new Map<string, ((answer: CommandAnswer) => void)[]>();
  #reports: readonly StrategyReport[] = [];
  #watchdogUp: boolean | null = null;

  constructor(port: MessagePort, onStop: () => void) {
    this.#port = port;
    port.on("message", (message: ToEdge) => this.#take(message, onStop));
  }

  get reports(): readonly StrategyReport[] {
    return this.#reports;
  }

  get watchdogUp(): boolean | null {
    return this.#watchdogUp;
  }

  tell(message: FromEdge): void {
    this.#port.postMessage(message);
  }

  /** Gives a command; resolves with the engine's durable answer. */
  command(command: OperatorCommand): Promise<CommandAnswer> {
    return new Promise((resolve) => {
      this.#waiting.set(command.commandId, [
        ...(this.#waiting.get(command.commandId) ?? []),
        resolve,
      ]);
      this.tell({ kind: "command", command });
    });
  }

  #take(message: ToEdge, onStop: () => void): void {
    switch (message.kind) {
      case "command_answered": {
        const { answer } = message;
        for (const resolve of this.#waiting.get(answer.commandId) ?? []) resolve(answer);
        this.#waiting.delete(answer.commandId);
        return;
      }
      case "strategy_reports":
        this.#reports = message.reports;
        this.#watchdogUp = message.watchdogUp;
        return;
      case "stopping":
        return onStop();
    }
  }
}
