import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the folders with a tsconfig.json of their own: the root's tools first, then every app and package, then e2e.
 * @param {string} root
 */
export function typedProjects(root) {
  const members = ["apps", "packages"].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}`),
  );
  return [".", ...members, "e2e"].filter((folder) =>
    existsSync(join(root, folder, "tsconfig.json")),
  );
}
