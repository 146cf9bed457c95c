import { dataFolder, type Env, readEnv } from "../config/env.ts";
import { EXIT } from "./exit-code.ts";
import { makeTerminal, type Surroundings, type Terminal } from "./terminal.ts";

/** Options that every command has. */
export interface CommonOptions {
  readonly dataDir?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What every command works with. */
export interface CommandContext {
  readonly env: Env;
  readonly terminal: Terminal;
  onSignal(signal: NodeJS.Signals, listener: () => void): void;
}

/** Runs a command with its flags, in the context that they make. What it returns is the exit code. */
export type RunCommand = <F extends CommonOptions>(
  flags: F,
  command: (context: CommandContext, flags: F) => number | Promise<number>,
) => Promise<void>;

/** Ends a command with one sentence and a code. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly code: number;

  constructor(sentence: string, code: number = EXIT.found) {
    super(sentence);
    this.code = code;
  }
}

/** Reads the environment for a command; --data-dir wins over INTERLOCK_DATA_DIR. Throws CommandFailure. */
export function commandContext(options: CommonOptions, surroundings: Surroundings): CommandContext {
  const reading = readEnv();
  if (!reading.ok) throw new CommandFailure(reading.faults.join("\n"), EXIT.usage);
  const { env } = reading;
  const dataDir = options.dataDir === undefined ? env.dataDir : dataFolder(options.dataDir);
  return {
    env: { ...env, dataDir },
    terminal: makeTerminal(options.json === true, surroundings),
    onSignal: (signal, listener) => void surroundings.on(signal, listener),
  };
}
