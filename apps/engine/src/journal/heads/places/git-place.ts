import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { appendHead } from "./folder-place.ts";
import { HEADS_FILE, type HeadPlace, KEY_FILE, type PlaceKey } from "./head-place.ts";

const run = promisify(execFile);
const AUTHOR = ["-c", "user.name=Interlock", "-c", "user.email=interlock@localhost"];

/**
 * A git repository in a folder, with a commit for each head: whoever pulls it has a copy that cannot be rewritten
 * unseen. It is made where there is none. Whether and where to it is pushed is set in the repository itself, by a
 * post-commit hook.
 */
export function gitPlace(path: string, key: PlaceKey): HeadPlace {
  return {
    name: `git ${path}`,
    publish: async (head, signal) => {
      await mkdir(path, { recursive: true });
      const git = (...args: readonly string[]) => run("git", ["-C", path, ...args], { signal });
      if (!existsSync(join(path, ".git"))) await git("init", "--quiet");
      await appendHead(path, head, key);
      await git("add", "--", HEADS_FILE, KEY_FILE);
      const what = `Entry ${head.seq} of journal ${head.journal.slice(0, 16)}`;
      await git(...AUTHOR, "commit", "--quiet", "--no-gpg-sign", "--message", what);
    },
  };
}
