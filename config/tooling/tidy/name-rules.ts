import type { Offence } from "./offence.ts";
import type { SourceFile } from "./source-file.ts";

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Next.js gives meaning to these marks of a folder: (group), [parameter], _private, @slot. */
const ROUTE_MARKS = /^[_@]|^\((\.{1,3})?|\)$|^\[{1,2}(\.{3})?|\]{1,2}$/g;

/** Names that say nothing about what is inside. */
const EMPTY_NAMES = new Set([
  "utils",
  "util",
  "common",
  "shared",
  "helpers",
  "helper",
  "types",
  "misc",
  "stuff",
  "lib",
]);

/** Checks that code and its folders are named in kebab-case, and after what they hold. */
export function checkName(file: SourceFile): Offence[] {
  if (file.tree === null && !file.path.endsWith(".css")) return [];
  const parts = file.path.split("/");
  const base = (parts.pop() ?? "").split(".")[0] ?? "";
  const isRoute = file.path.startsWith("apps/web/src/app/");
  return [
    ...checkBase(file.path, base),
    ...parts.flatMap((folder) => checkFolder(file.path, folder, isRoute)),
  ];
}

function checkBase(path: string, base: string): Offence[] {
  if (base === "index") {
    return [
      offence(
        "no-barrel",
        path,
        "index file: name the file after its main export and import that file",
      ),
    ];
  }
  if (EMPTY_NAMES.has(base)) {
    return [
      offence("empty-name", path, `"${base}" says nothing: name the file after its main export`),
    ];
  }
  if (KEBAB.test(base) || base === "") return [];
  return [offence("kebab-case", path, `"${base}": write file names in kebab-case`)];
}

function checkFolder(path: string, folder: string, isRoute: boolean): Offence[] {
  const name = isRoute ? folder.replace(ROUTE_MARKS, "") : folder.replace(/^\./, "");
  if (EMPTY_NAMES.has(name)) {
    return [
      offence(
        "empty-name",
        path,
        `folder "${folder}" says nothing: name it after what its files do`,
      ),
    ];
  }
  if (KEBAB.test(name) || (isRoute && /^[a-z][A-Za-z]*$/.test(name))) return [];
  return [offence("kebab-case", path, `folder "${folder}": write folder names in kebab-case`)];
}

function offence(rule: string, file: string, message: string): Offence {
  return { rule, file, line: 1, message };
}
