/** What a path cannot be used for, and the next step, by the code of the system's refusal. */
const SENTENCES: ReadonlyMap<string, (path: string) => string> = new Map([
  ["ENOENT", (path) => `There is no ${path}: name one that is there.`],
  ["EISDIR", (path) => `${path} is a folder: name a file.`],
  ["ENOTDIR", (path) => `${path} is a file, or lies below one: name a folder.`],
  ["EEXIST", (path) => `${path} is there already: name another.`],
  ["EACCES", notAllowed],
  ["EPERM", notAllowed],
  ["EROFS", (path) => `${path} is on a disk that takes no writing: name another place.`],
  ["ENOSPC", (path) => `The disk of ${path} is full: free space, or name another place.`],
  ["ENAMETOOLONG", (path) => `${path} is too long a name: name a shorter one.`],
]);

function notAllowed(path: string): string {
  return `This user may not use ${path}: run the command as the user who started Interlock, or name another place.`;
}

/**
 * Says as a sentence why the system did not let a file or folder be read or written; null for every other error, which
 * is a defect of ours and keeps its stack.
 */
export function fileFault(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  const path = "path" in error && typeof error.path === "string" ? error.path : null;
  return path === null ? null : (SENTENCES.get(String(error.code))?.(path) ?? null);
}

/**
 * The same for whoever shows any error inside a sentence of their own. A read of what was opened already names no path:
 * `file` stands for it.
 */
export function errorSentence(error: unknown, file?: string): string {
  if (!(error instanceof Error)) return String(error);
  const named =
    "path" in error || file === undefined ? error : Object.assign(error, { path: file });
  return fileFault(named) ?? error.message;
}
