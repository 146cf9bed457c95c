import ts from "typescript";
import type { Offence } from "./offence.ts";
import { lineOf, type SourceFile, walk } from "./source-file.ts";

interface BannedUse {
  readonly rule: string;
  /** Files in which the use is banned. */
  readonly where: RegExp;
  readonly except?: RegExp;
  readonly test: (node: ts.Node) => boolean;
  /** What it is and what to write instead. */
  readonly message: string;
}

const STAGES = "(market-data|signals|risk|execution|portfolio)/";
const ADAPTER = /\/(alpaca|prisma|pg|file|system|ws|http|node|sim|simulated)-[^/]+\.ts$/;
/** Code that must give the same answer for the same inputs: core, the pipeline and the simulated venue's rules. */
const PURE = new RegExp(
  `^packages/core/src/|^packages/alpaca-sim/src/venue/|^apps/engine/src/(${STAGES}|(decide|apply|state|decision)\\.ts$)`,
);
const OURS = /^(apps|packages)\//;
const TESTS = /\.(test|spec|test-d)\.tsx?$|\/test\/|^e2e\//;
const TOOLS = /^(scripts|config|bench)\/|\.config\.(ts|mjs)$|^interlock$/;

const PURE_USES: readonly (readonly [
  rule: string,
  test: (node: ts.Node) => boolean,
  message: string,
])[] = [
  [
    "pure-clock",
    isCallOf("Date.now", "performance.now"),
    "reads a clock: take the time from the input (input.time)",
  ],
  [
    "pure-clock",
    isEmptyNewDate,
    "new Date() reads a clock: take the time from the input (input.time)",
  ],
  [
    "pure-random",
    isCallOf("Math.random", "crypto.randomUUID", "randomUUID", "randomBytes"),
    "is random: derive it from the input or a seeded generator passed in",
  ],
  [
    "pure-timer",
    isCallOf("setTimeout", "setInterval", "setImmediate", "queueMicrotask"),
    "starts a timer: return an effect, or wait for a clock input",
  ],
  ["pure-async", isAsync, "async code in a pure module: return an effect that the engine performs"],
  [
    "pure-environment",
    isAccessOf("process"),
    "process in a pure module: pass the value in as an argument",
  ],
];

const USES: readonly BannedUse[] = [
  ...PURE_USES.map(([rule, test, message]) => ({
    rule,
    test,
    message,
    where: PURE,
    except: new RegExp(`${TESTS.source}|${ADAPTER.source}`),
  })),
  {
    rule: "calendar-only",
    where: /^packages\/core\/src\//,
    except: new RegExp(
      `${TESTS.source}|^packages/core/src/market/(calendar|.*calendar.*|.*session.*|.*new-york.*)`,
    ),
    test: isNewDateOrIntl,
    message: "Date and Intl belong to core/market's calendar: ask it instead",
  },
  {
    rule: "environment",
    where: OURS,
    except: new RegExp(
      `${TESTS.source}|${TOOLS.source}|/(env|main|environment)\\.ts$|/cli/|/scripts/`,
    ),
    test: isProcessEnv,
    message: "process.env outside env.ts and main.ts: read it once there, checked, and pass it in",
  },
  {
    rule: "console",
    where: OURS,
    except: new RegExp(
      `${TESTS.source}|${TOOLS.source}|^apps/engine/src/cli/|/scripts/|/main\\.ts$`,
    ),
    test: isAccessOf("console"),
    message: "console outside the CLI and main.ts: use the logger, or return the text",
  },
  {
    rule: "sleep-in-test",
    where: TESTS,
    test: isSleep,
    message: "a sleep in a test: wait for the condition itself (expect.poll, vi.waitFor, an event)",
  },
  {
    rule: "skipped-test",
    where: TESTS,
    test: isSkip,
    message:
      "a test left out: repair it, or call context.skip(reason) where the machine lacks something",
  },
  {
    rule: "own-module-mocked",
    where: TESTS,
    test: isOwnMock,
    message:
      "a mock of our own module: use the real one, or the simulated venue behind the same port",
  },
];

const LEFT_OUT =
  /^(test|it|describe)\.(skip|only|tod[o]|skipIf|runIf|fixm[e]|fails)\b|^x(it|describe|test)$/;

/** Checks a file for calls that its place does not allow. */
export function checkCalls(file: SourceFile): Offence[] {
  const { tree, path } = file;
  if (tree === null) return [];
  const banned = USES.filter(({ where, except }) => where.test(path) && !except?.test(path));
  if (banned.length === 0) return [];
  const offences: Offence[] = [];
  walk(tree, (node) => {
    for (const { rule, test, message } of banned) {
      if (test(node))
        offences.push({
          rule,
          file: path,
          line: lineOf(tree, node),
          message: `${shorten(node)} ${message}`,
        });
    }
  });
  return offences;
}

function shorten(node: ts.Node): string {
  const text = node.getText().split("\n")[0] ?? "";
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function isCallOf(...names: string[]): (node: ts.Node) => boolean {
  return (node) => ts.isCallExpression(node) && names.includes(node.expression.getText());
}

function isAccessOf(global: string): (node: ts.Node) => boolean {
  return (node) =>
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === global;
}

function isEmptyNewDate(node: ts.Node): boolean {
  return (
    ts.isNewExpression(node) &&
    node.expression.getText() === "Date" &&
    (node.arguments?.length ?? 0) === 0
  );
}

function isNewDateOrIntl(node: ts.Node): boolean {
  if (ts.isNewExpression(node) && node.expression.getText() === "Date") return true;
  return isAccessOf("Intl")(node) || isAccessOf("Date")(node);
}

function isAsync(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isNewExpression(node)) return node.expression.getText() === "Promise";
  return ts.isFunctionLike(node) && ts.canHaveModifiers(node)
    ? (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
    : false;
}

function isProcessEnv(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.getText() === "process.env";
}

function isSleep(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node))
    return node.moduleSpecifier.getText().includes("timers/promises");
  if (!ts.isCallExpression(node)) return false;
  if (node.expression.getText().endsWith(".waitForTimeout")) return true;
  const [first] = node.arguments;
  return (
    node.expression.getText() === "setTimeout" &&
    first !== undefined &&
    /^(resolve|done|r|res)$/.test(first.getText())
  );
}

/** Playwright's test.skip(condition, reason) is allowed: its reason is printed with the sum. */
function isSkip(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const [first, reason] = node.arguments;
  const isConditional = first !== undefined && !ts.isStringLiteralLike(first);
  if (isConditional && reason !== undefined && ts.isStringLiteralLike(reason)) return false;
  return LEFT_OUT.test(node.expression.getText());
}

function isOwnMock(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !/^vi\.(mock|doMock)$/.test(node.expression.getText()))
    return false;
  return /^["'`](\.|@interlock\/)/.test(node.arguments[0]?.getText() ?? "");
}
