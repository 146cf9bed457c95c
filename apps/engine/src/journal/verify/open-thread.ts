import { Worker } from "node:worker_threads";

/** A program of a thread: its bundle, and its source for while we run from source. */
export interface ThreadProgram {
  readonly bundle: URL;
  readonly source: URL;
}

/** Starts a thread from the bundle, or from its source while the program that asks, at `from`, runs from source. */
export function openThread({ bundle, source }: ThreadProgram, from: string): Worker {
  if (!from.endsWith(".ts")) return new Worker(bundle);
  // A thread does not inherit the loader that reads TypeScript on every supported Node.
  const code = `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${JSON.stringify(source.href)}); })`;
  return new Worker(code, { eval: true });
}
