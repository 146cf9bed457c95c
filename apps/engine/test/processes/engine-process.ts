import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { commandId } from "@interlock/core/ids";
import { ControlSocketClient } from "../../src/operator/control-socket-client.ts";
import type { CommandAnswer, CommandBody } from "../../src/operator/operator-command.ts";
import { type Ended, Program } from "./program.ts";

const status = z.looseObject({
  settled: z.boolean(),
  recovered: z.boolean(),
  journalSeq: z.number(),
  marketEvents: z.number(),
  stateHash: z.string(),
  limitsVersion: z.number(),
  reconciledAt: z.number().nullable(),
  trading: z.looseObject({ state: z.string() }),
  kill: z.looseObject({ stage: z.string() }).nullable(),
  workingOrders: z.array(z.looseObject({ clientOrderId: z.string(), status: z.string() })),
  otherOrders: z.array(z.looseObject({ clientOrderId: z.string() })),
  positions: z.array(z.object({ symbol: z.string(), quantity: z.string() })),
  breaks: z.array(z.looseObject({ breakId: z.string() })),
  connections: z.record(z.string(), z.boolean()),
  today: z.looseObject({
    orders: z.number(),
    fills: z.number(),
    rejected: z.number(),
    deniedByCode: z.record(z.string(), z.number()),
  }),
});
/** What the engine says of itself through its control socket. */
export type EngineStatus = z.infer<typeof status>;

/** What an engine is started with. */
export interface EnginePlan {
  readonly bundle: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
}

const ANSWER_MS = 20_000;
const OPERATOR = { userId: "test", name: "Test", role: "owner" };

/** The engine as a process of its own. */
export class EngineProcess {
  readonly program: Program;
  readonly #socket: string;

  private constructor(program: Program, dataDir: string) {
    this.program = program;
    this.#socket = join(dataDir, "run", "engine.sock");
  }

  /** Starts it on any free port, without waiting until it is ready. */
  static launch({ bundle, dataDir, env }: EnginePlan): EngineProcess {
    const variables = { ENGINE_PORT: "0", INTERLOCK_DATA_DIR: dataDir, ...env };
    const program = new Program({ name: "engine", args: [bundle], env: variables });
    return new EngineProcess(program, dataDir);
  }

  /** Resolves with its port once it listens and may trade. */
  async ready(): Promise<number> {
    const line = await this.program.line(/^\{"ready":true,"port":(\d+)\}$/);
    return Number(line[1]);
  }

  async status(): Promise<EngineStatus> {
    return this.#withClient(async (client) => {
      const answer = await client.status(ANSWER_MS);
      if (!answer.ok) throw new Error(answer.error);
      return status.parse(answer.value);
    });
  }

  /** Gives a command through the control socket; resolves with its durable answer. */
  async command(body: CommandBody): Promise<CommandAnswer> {
    return this.#withClient(async (client) => {
      const command = {
        commandId: commandId(randomUUID()),
        actor: OPERATOR,
        via: "cli" as const,
        body,
      };
      const answer = await client.command(command, ANSWER_MS);
      if (!answer.ok) throw new Error(answer.error);
      return answer.value;
    });
  }

  /** Ends it as a crash does. */
  kill(): Promise<Ended> {
    return this.program.end("SIGKILL");
  }

  /** Ends it in order. */
  stop(): Promise<Ended> {
    return this.program.end("SIGTERM");
  }

  async #withClient<T>(use: (client: ControlSocketClient) => Promise<T>): Promise<T> {
    const client = await ControlSocketClient.open(this.#socket);
    if (!client.ok) throw new Error(`${client.error}: ${this.program.lastWords()}`);
    try {
      return await use(client.value);
    } finally {
      client.value.close();
    }
  }
}
