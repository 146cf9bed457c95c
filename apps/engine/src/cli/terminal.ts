/** How a command speaks: sentences for people, or one JSON value on standard output for programs. */
export interface Terminal {
  readonly json: boolean;
  /** A result for people; silent with --json. */
  print(text: string): void;
  /** The result for programs; silent without --json. */
  result(value: unknown): void;
  /** What goes wrong or is under way: on standard error, so that it never mixes with a result. */
  note(text: string): void;
}

/** What a command line runs in: the process, or somebody who stands in for it. */
export interface Surroundings {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** Makes the terminal of a command. */
export function makeTerminal(json: boolean, { stdout, stderr }: Surroundings): Terminal {
  return {
    json,
    print: (text) => {
      if (!json) stdout.write(`${text}\n`);
    },
    result: (value) => {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
    },
    note: (text) => {
      stderr.write(`${text}\n`);
    },
  };
}
