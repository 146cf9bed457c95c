import type { Result } from "@interlock/core/result";
import type { CommandAnswer, OperatorCommand } from "../../operator/operator-command.ts";

/** The engine, as a kill sees it from outside. */
export interface EngineControl {
  /** Whether its decision loop has given a sign of life of late. */
  alive(): boolean;
  command(command: OperatorCommand, timeoutMs: number): Promise<Result<CommandAnswer>>;
  /** Ends its process at once. A success when it is gone or there was none, else a sentence with what to do. */
  stop(): Promise<Result<true>>;
  /** Takes the right to close positions while no engine runs; false when somebody else has it. */
  takeHold(reason: string): boolean;
  releaseHold(): void;
}
