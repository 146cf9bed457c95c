import { dirname, extname } from "node:path";
import ts from "typescript";
import { functionsOf } from "./functions.ts";
import type { Offence } from "./offence.ts";
import type { SourceFile } from "./source-file.ts";

/** Hard limits of size; the aims are half of them and stand in the style table. */
export const LIMITS = {
  fileLines: 400,
  functionLines: 70,
  lineColumns: 120,
  imports: 30,
  filesPerFolder: 20,
  folderDepth: 4,
} as const;

/** A sentence in quotes stays whole, so that a search for it finds it. */
const UNBROKEN_TEXT = /(["'`])(?:(?!\1).){60,}\1/;

const MEASURED = new Set([".ts", ".tsx", ".mjs", ".js", ".cjs", ".css", ".prisma"]);

/** Checks a file's length, its lines, its functions and its imports. */
export function checkFileSize(file: SourceFile): Offence[] {
  if (!MEASURED.has(extname(file.path))) return [];
  return [
    ...checkLength(file),
    ...checkColumns(file),
    ...checkFunctions(file),
    ...checkImports(file),
  ];
}

function checkLength({ path, lines }: SourceFile): Offence[] {
  if (lines.length <= LIMITS.fileLines) return [];
  const message = `${lines.length} lines, ${LIMITS.fileLines} allowed: split by meaning, one idea a file`;
  return [{ rule: "file-lines", file: path, line: 1, message, value: lines.length }];
}

function checkColumns({ path, lines }: SourceFile): Offence[] {
  return lines.flatMap((text, index) => {
    if (text.length <= LIMITS.lineColumns || UNBROKEN_TEXT.test(text)) return [];
    const message = `${text.length} columns, ${LIMITS.lineColumns} allowed: break the line or name a part of it`;
    return [{ rule: "line-columns", file: path, line: index + 1, message }];
  });
}

function checkFunctions(file: SourceFile): Offence[] {
  return functionsOf(file)
    .filter(({ lines }) => lines > LIMITS.functionLines)
    .map(({ name, line, lines }) => ({
      rule: "function-lines",
      file: file.path,
      line,
      message: `${name} has ${lines} lines, ${LIMITS.functionLines} allowed: keep the branches here, move straight work into named leaves`,
      value: lines,
    }));
}

function checkImports({ path, tree }: SourceFile): Offence[] {
  const imports = tree?.statements.filter(ts.isImportDeclaration).length ?? 0;
  if (imports <= LIMITS.imports) return [];
  const message = `${imports} imports, ${LIMITS.imports} allowed: the file joins too much, split it by what it decides`;
  return [{ rule: "imports", file: path, line: 1, message, value: imports }];
}

/** Checks how many files lie in one folder (tests stand beside their files, uncounted) and how deep folders go. */
export function checkFolders(files: readonly SourceFile[]): Offence[] {
  const counts = new Map<string, number>();
  for (const { path, isTest, tree } of files) {
    if (isTest || tree === null) continue;
    counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => [...tooMany(folder, count), ...tooDeep(folder)]);
}

function tooMany(folder: string, count: number): Offence[] {
  if (count <= LIMITS.filesPerFolder) return [];
  const message = `${count} files, ${LIMITS.filesPerFolder} allowed: group those that change together into a folder`;
  return [{ rule: "files-per-folder", file: folder, line: 1, message, value: count }];
}

function tooDeep(folder: string): Offence[] {
  const below = folder.split("/src/")[1]?.split("/") ?? [];
  if (below.length <= LIMITS.folderDepth) return [];
  const message = `${below.length} folders below src, ${LIMITS.folderDepth} allowed: lift it up`;
  return [{ rule: "folder-depth", file: folder, line: 1, message, value: below.length }];
}
