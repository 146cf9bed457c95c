import { dirname, join } from "node:path/posix";
import ts from "typescript";
import type { Offence } from "./offence.ts";
import { lineOf, type SourceFile, walk } from "./source-file.ts";

/** Files that something outside the import graph opens: frameworks, tools, `node`, people. */
const ENTRY = new RegExp(
  [
    "\\.config\\.(ts|mjs|js)$|\\.d\\.ts$",
    "^(scripts|config|bench|e2e)/|/scripts/|^interlock$",
    "^apps/web/(src/app/|src/(proxy|middleware|instrumentation)\\.ts$|server/)",
    "/(main|worker)\\.ts$",
  ].join("|"),
);

/** A name that other files may import. */
interface Exported {
  readonly name: string;
  readonly line: number;
}

/** What a file takes from another: one name, or everything (a namespace, a dynamic import, a URL). */
interface Taken {
  readonly file: string;
  readonly name: string;
}

const EVERYTHING = "*";

/** Finds exports that no file imports, and files that nothing opens. A use in a test counts. */
export function checkDeadExports(files: readonly SourceFile[]): Offence[] {
  const paths = new Set(files.map(({ path }) => path));
  const taken = new Set<string>();
  const opened = new Set<string>();
  for (const file of files) {
    for (const { file: target, name } of takenBy(file, paths)) {
      taken.add(`${target}#${name}`);
      opened.add(target);
    }
  }
  return files
    .filter(
      ({ path, tree, isTest }) =>
        tree !== null && !isTest && !ENTRY.test(path) && path !== "interlock",
    )
    .flatMap((file) => {
      if (!opened.has(file.path)) return [deadFile(file)];
      if (taken.has(`${file.path}#${EVERYTHING}`)) return [];
      return exportsOf(file)
        .filter(({ name }) => !taken.has(`${file.path}#${name}`))
        .map((exported) => deadExport(file, exported));
    });
}

function deadFile({ path }: SourceFile): Offence {
  return {
    rule: "dead-file",
    file: path,
    line: 1,
    message: "nothing opens this file: delete it, or use it",
  };
}

function deadExport({ path }: SourceFile, { name, line }: Exported): Offence {
  const message = `no other file imports ${name}: drop the word export, or the code`;
  return { rule: "dead-export", file: path, line, message };
}

/** A type that only signatures of its own file name is part of their text, so it may stay exported unimported. */
function exportsOf({ tree, text }: SourceFile): Exported[] {
  if (tree === null) return [];
  const exported: Exported[] = [];
  for (const statement of tree.statements) {
    const isExported = ts.canHaveModifiers(statement)
      ? (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false;
    if (!isExported) continue;
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    for (const name of namesOf(statement)) {
      if (isType && text.split(new RegExp(`\\b${name}\\b`)).length > 2) continue;
      exported.push({ name, line: lineOf(tree, statement) });
    }
  }
  return exported;
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(element.name) : [],
  );
}

function takenBy(file: SourceFile, paths: ReadonlySet<string>): Taken[] {
  const { tree } = file;
  if (tree === null) return [];
  const taken: Taken[] = [];
  const take = (specifier: string, names: readonly string[]) => {
    const target = resolveImport(file.path, specifier, paths);
    if (target !== null) for (const name of names) taken.push({ file: target, name });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const specifier = node.moduleSpecifier;
      if (specifier !== undefined && ts.isStringLiteral(specifier))
        take(specifier.text, namesTaken(node));
    } else if (ts.isStringLiteralLike(node) && /\.(ts|tsx|mjs)$/.test(node.text)) {
      // import("./x.ts"), new URL("./worker.ts", import.meta.url), a path handed to a process.
      if (!ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent))
        take(node.text, [EVERYTHING]);
    } else if (isDynamicImport(node)) {
      take(node.arguments[0]?.getText().slice(1, -1) ?? "", [EVERYTHING]);
    }
  });
  return taken;
}

function isDynamicImport(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function namesTaken(node: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
  const bindings = ts.isImportDeclaration(node)
    ? node.importClause?.namedBindings
    : node.exportClause;
  if (bindings === undefined || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings))
    return [EVERYTHING];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

/** Finds the file behind an import of ours; null for packages. Sub-paths of @interlock/x lead to packages/x/src. */
export function resolveImport(
  from: string,
  specifier: string,
  paths: ReadonlySet<string>,
): string | null {
  const ours = /^@interlock\/([^/]+)\/(.+)$/.exec(specifier);
  const base = ours
    ? `packages/${ours[1]}/src/${ours[2]}`
    : specifier.startsWith("@/")
      ? `apps/web/src/${specifier.slice(2)}`
      : specifier.startsWith(".")
        ? join(dirname(from), specifier)
        : join(dirname(from).split("/src")[0] ?? "", specifier);
  return [base, `${base}.ts`, `${base}.tsx`].find((path) => paths.has(path)) ?? null;
}
