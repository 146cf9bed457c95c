import type { MessagePort } from "node:worker_threads";
import type { CommandAnswer, OperatorCommand } from "../operator/operator-command.ts";
import type { WhatIfOutcome, WhatIfOrder } from "../risk/what-if.ts";
import type { ReadBuilders } from "./auth/people/known-builders.ts";
import type { FromEdge, ToEdge } from "./edge-message.ts";
import type { StrategyReport } from "./view/position-section.ts";

/** A thread that is silent for so long has other troubles than a question. */
const WHAT_IF_DEADLINE_MS = 2_000;

/** What the trading thread asks of the edge. */
export interface AskedOfEdge {
  stop(): void;
  readonly readBuilders: ReadBuilders;
}

/** The trading thread as the edge sees it: it takes commands and answers them, and says what strategies wait for. */
export class TradingThread {
  readonly #port: MessagePort;
  readonly #waiting = new Map<string, ((answer: CommandAnswer) => void)[]>();
  readonly #asks = new Map<number, (judgment: WhatIfOutcome) => void>();
  #asked = 0;
  #reports: readonly StrategyReport[] = [];
  #watchdogUp: boolean | null = null;

  constructor(port: MessagePort, asked: AskedOfEdge) {
    this.#port = port;
    port.on("message", (message: ToEdge) => this.#take(message, asked));
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

  /** Asks what risk would say of an order; rejects when the thread does not answer in time. */
  whatIf(order: WhatIfOrder): Promise<WhatIfOutcome> {
    this.#asked += 1;
    const askId = this.#asked;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#asks.delete(askId);
        reject(new Error(`the trading thread did not answer within ${WHAT_IF_DEADLINE_MS} ms`));
      }, WHAT_IF_DEADLINE_MS);
      this.#asks.set(askId, (judgment) => {
        clearTimeout(deadline);
        resolve(judgment);
      });
      this.tell({ kind: "what_if", askId, order });
    });
  }

  #take(message: ToEdge, asked: AskedOfEdge): void {
    switch (message.kind) {
      case "command_answered": {
        const { answer } = message;
        const waiting = this.#waiting.get(answer.commandId);
        // Two commands under one id are answered in their order, and may be answered differently.
        waiting?.shift()?.(answer);
        if (waiting?.length === 0) this.#waiting.delete(answer.commandId);
        return;
      }
      case "strategy_reports":
        this.#reports = message.reports;
        this.#watchdogUp = message.watchdogUp;
        return;
      case "what_if_judged":
        this.#asks.get(message.askId)?.(message.judgment);
        this.#asks.delete(message.askId);
        return;
      case "name_builders":
        void this.#nameBuilders(message, asked.readBuilders);
        return;
      case "stopping":
        return asked.stop();
    }
  }

  async #nameBuilders(
    { askId, statement }: Extract<ToEdge, { kind: "name_builders" }>,
    read: ReadBuilders,
  ): Promise<void> {
    // A silent database is no answer, and without one nothing that names a builder is taken.
    const known = await read(statement).catch(() => null);
    this.tell({ kind: "builders_named", askId, known });
  }
}
