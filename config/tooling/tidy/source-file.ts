import { extname } from "node:path";
import ts from "typescript";

/** A text of the repository, with its syntax tree where it is code. */
export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** Null for anything but TypeScript and JavaScript. */
  readonly tree: ts.SourceFile | null;
  readonly isTest: boolean;
}

const CODE = new Map<string, ts.ScriptKind>([
  [".ts", ts.ScriptKind.TS],
  [".tsx", ts.ScriptKind.TSX],
  [".mjs", ts.ScriptKind.JS],
  [".cjs", ts.ScriptKind.JS],
  [".js", ts.ScriptKind.JS],
]);

/** Reads a text as a file of the repository. A script without an extension whose first line names node is code too. */
export function readSource(path: string, text: string): SourceFile {
  const isNodeScript = extname(path) === "" && /^#!.*\bnode\b/.test(text);
  const kind = CODE.get(extname(path)) ?? (isNodeScript ? ts.ScriptKind.JS : undefined);
  const tree =
    kind === undefined ? null : ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return { path, text, lines, tree, isTest: isTestPath(path) };
}

/** Tells whether a path belongs to the tests: beside a file, in a test/ folder, or in e2e. */
export function isTestPath(path: string): boolean {
  return /\.(test|spec|test-d)\.(tsx?|mjs)$|(^|\/)test\/|^e2e\//.test(path);
}

/** Calls `visit` for every node below `node`, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    visit(child);
    walk(child, visit);
  });
}

/** Returns the line of a node, counted from 1. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
