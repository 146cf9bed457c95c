import ts from "typescript";
import { functionsOf } from "./functions.ts";
import type { SourceFile } from "./source-file.ts";
import { typeEscapesOf } from "./type-escapes.ts";

/** One row of numbers about a part of the code, measured the same way on every run. */
export interface StyleRow {
  readonly name: string;
  readonly files: number;
  readonly fileLines: Spread;
  readonly functionLines: Spread;
  /** Shares in percent. */
  readonly longFunctions: number;
  readonly manyParameters: number;
  readonly comments: number;
  /** Per 1,000 lines that are neither blank nor only comment. */
  readonly any: number;
  readonly casts: number;
  readonly nonNull: number;
  /** Lines of tests for each line of source. */
  readonly tests: number;
}

interface Spread {
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/** Measures the source files of one part of the repository; its tests count in the last column only. */
export function measureStyle(name: string, files: readonly SourceFile[]): StyleRow {
  const code = files.filter(({ tree }) => tree !== null);
  const source = code.filter(({ isTest }) => !isTest);
  const functions = source.flatMap(functionsOf);
  const escapes = source.flatMap(typeEscapesOf);
  const lines = sum(source.map(({ lines }) => lines.length));
  const comments = sum(source.map(commentLines));
  const sloc =
    sum(source.map(({ lines }) => lines.filter((line) => line.trim() !== "").length)) - comments;
  const perThousand = (kind: string) =>
    (1_000 * escapes.filter((found) => found.kind === kind).length) / Math.max(1, sloc);
  const share = (count: number) => (100 * count) / Math.max(1, functions.length);
  return {
    name,
    files: source.length,
    fileLines: spread(source.map(({ lines }) => lines.length)),
    functionLines: spread(functions.map(({ lines }) => lines)),
    longFunctions: share(functions.filter(({ lines }) => lines > 70).length),
    manyParameters: share(functions.filter(({ parameters }) => parameters > 3).length),
    comments: (100 * comments) / Math.max(1, lines),
    any: perThousand("any"),
    casts: perThousand("as"),
    nonNull: perThousand("!"),
    tests:
      sum(code.filter(({ isTest }) => isTest).map(({ lines }) => lines.length)) /
      Math.max(1, lines),
  };
}

/** Writes rows as a table for the terminal. */
export function formatStyleTable(rows: readonly StyleRow[]): string {
  const head = [
    "code (tests excluded)",
    "files",
    "file lines",
    "fn lines",
    ">70",
    "comment",
    "any/as/!",
    ">3 par",
    "test:src",
  ];
  const body = rows.map((row) => [
    row.name,
    String(row.files),
    formatSpread(row.fileLines),
    formatSpread(row.functionLines),
    `${row.longFunctions.toFixed(1)} %`,
    `${row.comments.toFixed(0)} %`,
    [row.any, row.casts, row.nonNull].map((value) => value.toFixed(1)).join(" / "),
    `${row.manyParameters.toFixed(1)} %`,
    row.tests.toFixed(1),
  ]);
  const widths = head.map((title, at) =>
    Math.max(title.length, ...body.map((cells) => cells[at]?.length ?? 0)),
  );
  return [head, ...body]
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function formatSpread({ median, p90, max }: Spread): string {
  return `${median} / ${p90} / ${max}`;
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p90: at(0.9), max: sorted.at(-1) ?? 0 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Counts lines that hold nothing but comment. */
export function commentLines({ tree, text, lines }: SourceFile): number {
  if (tree === null) return 0;
  const marked = new Set<number>();
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, tree.languageVariant, text);
  for (const range of commentRanges(tree, scanner)) {
    const first = tree.getLineAndCharacterOfPosition(range.pos).line;
    const last = tree.getLineAndCharacterOfPosition(range.end).line;
    for (let line = first; line <= last; line += 1) {
      if (/^\s*(\/\/|\/\*|\*)/.test(lines[line] ?? "")) marked.add(line);
    }
  }
  return marked.size;
}

function commentRanges(tree: ts.SourceFile, scanner: ts.Scanner): ts.TextRange[] {
  const ranges: ts.TextRange[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isComment =
      kind === ts.SyntaxKind.SingleLineCommentTrivia ||
      kind === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment)
      ranges.push({ pos: scanner.getTokenStart(), end: Math.min(scanner.getTokenEnd(), tree.end) });
  }
  return ranges;
}
