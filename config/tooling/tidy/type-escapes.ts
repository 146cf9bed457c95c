import ts from "typescript";
import type { Offence } from "./offence.ts";
import { lineOf, type SourceFile, walk } from "./source-file.ts";

/** A place where the type checker is told, not asked. */
export interface TypeEscape {
  readonly kind: "any" | "as" | "!";
  readonly line: number;
  readonly text: string;
  /** True for a cast in a brand constructor: the one place that makes or opens an opaque value. */
  readonly isBrand: boolean;
}

/** Returns every `any`, cast and non-null `!` of a file. `as const` is not a cast. */
export function typeEscapesOf({ tree }: SourceFile): TypeEscape[] {
  const escapes: TypeEscape[] = [];
  if (tree === null) return escapes;
  walk(tree, (node) => {
    const kind = kindOf(node);
    if (kind === null) return;
    const text = node.getText().split("\n")[0]?.slice(0, 60) ?? "";
    escapes.push({
      kind,
      line: lineOf(tree, node),
      text,
      isBrand: kind === "as" && isBrandCast(node),
    });
  });
  return escapes;
}

function kindOf(node: ts.Node): TypeEscape["kind"] | null {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return "any";
  if (ts.isNonNullExpression(node)) return "!";
  if (!ts.isAsExpression(node) || node.type.getText() === "const") return null;
  // `x as unknown as T` is one cast, counted at its outer half.
  return ts.isAsExpression(node.parent) ? null : "as";
}

/** A brand is made or opened where a function's whole answer is the cast, or a constant of the brand is. */
function isBrandCast(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return ts.isAsExpression(node) && isUnknownCast(node);
  if (ts.isReturnStatement(parent)) return onlyStatement(parent);
  return ts.isArrowFunction(parent) && parent.type !== undefined;
}

function isUnknownCast(node: ts.AsExpression): boolean {
  return (
    ts.isAsExpression(node.expression) && node.expression.type.kind === ts.SyntaxKind.UnknownKeyword
  );
}

function onlyStatement(statement: ts.ReturnStatement): boolean {
  const block = statement.parent;
  if (!ts.isBlock(block) || block.statements.length > 2) return false;
  return ts.isFunctionLike(block.parent) && block.parent.type !== undefined;
}

const INSTEAD = {
  any: "any: write the type, or unknown and narrow it",
  as: "a cast outside a brand constructor: parse it (zod), narrow it, or give the value its type where it is made",
  "!": "non-null !: narrow with an if, or assert() with the reason",
} as const;

/** Checks that no file tells the type checker what it could ask. Tests may cast to build bad input. */
export function checkTypeEscapes(file: SourceFile): Offence[] {
  if (file.isTest || !/^(apps|packages)\//.test(file.path)) return [];
  return typeEscapesOf(file)
    .filter(({ isBrand }) => !isBrand)
    .map(({ kind, line, text }) => ({
      rule: kind === "as" ? "cast" : kind === "any" ? "any" : "non-null",
      file: file.path,
      line,
      message: `${text}: ${INSTEAD[kind]}`,
    }));
}
