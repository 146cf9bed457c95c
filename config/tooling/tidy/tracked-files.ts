import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

const IGNORED = new Set([
  "node_modules",
  ".git",
  "dist",
  ".next",
  ".turbo",
  ".interlock",
  "coverage",
  "generated",
]);

/** Returns the paths of the repository's own files: what git tracks or would track; a walk where there is no git. */
export function trackedFiles(root: string): string[] {
  try {
    const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    const listed = execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return [...new Set(listed.split("\0"))].filter((path) => path !== "").sort();
  } catch {
    // A copy without git, such as an unpacked archive, is checked all the same.
    return walkFolder(root, root).sort();
  }
}

function walkFolder(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walkFolder(root, path);
    return entry.isFile() ? [relative(root, path).replaceAll("\\", "/")] : [];
  });
}
