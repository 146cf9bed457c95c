import { dataFolder } from "./env.ts";

/**
 * Returns a command line of this product as a person can type it: with `--data-dir` where the data folder is not the
 * usual one, because without it the command would speak to another product, or to none.
 */
export function ownCommand(dataDir: string, words: string): string {
  return `./interlock ${words}${ownFlags(dataDir)}`;
}

/** Returns the flags alone, with a space before them; empty for the usual data folder. */
export function ownFlags(dataDir: string): string {
  if (dataDir === dataFolder(undefined)) return "";
  const isPlain = /^[\w./-]+$/.test(dataDir);
  return ` --data-dir ${isPlain ? dataDir : `'${dataDir.replaceAll("'", `'\\''`)}'`}`;
}
