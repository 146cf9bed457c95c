import ts from "typescript";
import { lineOf, type SourceFile, walk } from "./source-file.ts";

/** A function with a body, as it stands in a file. */
export interface FunctionSpan {
  readonly name: string;
  readonly line: number;
  /** From its first line to its last, blank lines and comments inside included. */
  readonly lines: number;
  readonly parameters: number;
}

const SUITES = new Set(["describe", "suite"]);

/** Returns the functions of a file. A suite's callback is left out: it is a heading, not a function to follow. */
export function functionsOf(file: SourceFile): FunctionSpan[] {
  const { tree } = file;
  if (tree === null) return [];
  const spans: FunctionSpan[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return;
    if (isSuite(node)) return;
    const first = lineOf(tree, node);
    const last = tree.getLineAndCharacterOfPosition(node.end).line + 1;
    spans.push({
      name: nameOf(node),
      line: first,
      lines: last - first + 1,
      parameters: node.parameters.length,
    });
  });
  return spans;
}

function isSuite(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent)) return false;
  const called = parent.expression.getText();
  return SUITES.has(called.split(/[.(]/)[0] ?? "");
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent))
    return parent.name.getText();
  return ts.isConstructorDeclaration(node) ? "constructor" : "a callback";
}
