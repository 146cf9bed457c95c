/** A broken promise of our own code. Never caught to be ignored: the engine stops sending and restarts. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Throws InvariantError with `message` unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Makes a switch over a closed union exhaustive: a new member fails to compile here. */
export function assertNever(value: never): never {
  throw new InvariantError(`unexpected value ${JSON.stringify(value)}`);
}
