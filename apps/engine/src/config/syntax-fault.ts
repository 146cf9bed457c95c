import { TomlError } from "smol-toml";

/** Where a text stops being what its name says; line and column count from 1. */
export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  /** What stands there, or "the end of the file". */
  readonly found: string;
}

const FOUND_LENGTH_MAX = 24;

/** Returns where a TOML text stops being TOML, by its parser's error; null where that does not say. */
export function tomlFault(text: string, error: unknown): SyntaxFault | null {
  if (!(error instanceof TomlError)) return null;
  const before = text.split("\n").slice(0, error.line - 1);
  const offset = before.reduce((sum, line) => sum + line.length + 1, 0) + error.column - 1;
  return { line: error.line, column: error.column, found: foundAt(text, offset) };
}

/** Returns where a JSON text stops being JSON; null where it is JSON. V8 does not always say where. */
export function jsonFault(text: string): SyntaxFault | null {
  const offset = jsonEnd(text);
  if (offset === null) return null;
  const lines = text.slice(0, offset).split("\n");
  const column = (lines.at(-1) ?? "").length + 1;
  return { line: lines.length, column, found: foundAt(text, offset) };
}

/** Writes a fault's place: `line 3, column 5, at "feed"`. */
export function describeSyntax({ line, column, found }: SyntaxFault): string {
  return `line ${line}, column ${column}, at ${found}`;
}

function foundAt(text: string, offset: number): string {
  const [rest = ""] = text.slice(offset).split("\n");
  if (rest.trim() === "")
    return text.slice(offset).trim() === "" ? "the end of the file" : "the end of the line";
  const shown = rest.trim();
  return shown.length > FOUND_LENGTH_MAX ? `${shown.slice(0, FOUND_LENGTH_MAX)}…` : shown;
}

const PUNCTUATION = String.raw`([{}[\]:,])`;
const STRING = String.raw`("(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")`;
const NUMBER_OR_WORD = String.raw`(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])`;
/** A token with the spaces before it, by RFC 8259: punctuation, a string, or a number or word. */
const TOKEN = new RegExp(
  String.raw`[ \t\r\n]*(?:${PUNCTUATION}|${STRING}|${NUMBER_OR_WORD})`,
  "uy",
);

/** What may follow; `first` lets a list or object end before it has held anything. */
type Wanted = "value" | "first_value" | "key" | "first_key" | "colon" | "comma" | "nothing";

function jsonEnd(text: string): number | null {
  const open: string[] = [];
  let wanted: Wanted = "value";
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const begin = at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
    if (match === null) return wanted === "nothing" && begin === text.length ? null : begin;
    const next = after(wanted, match[1] ?? (match[2] === undefined ? "word" : "string"), open);
    if (next === null) return begin;
    wanted = next;
    at = TOKEN.lastIndex;
  }
}

/** Returns what a token lets follow, null where it may not stand. `open` are the brackets that wait for their end. */
function after(wanted: Wanted, token: string, open: string[]): Wanted | null {
  const closes = open.at(-1);
  if (token === closes && ["comma", "first_value", "first_key"].includes(wanted)) {
    open.pop();
    return open.length === 0 ? "nothing" : "comma";
  }
  switch (wanted) {
    case "comma":
      return token === "," ? (MEMBER[closes ?? ""] ?? null) : null;
    case "colon":
      return token === ":" ? "value" : null;
    case "key":
    case "first_key":
      return token === "string" ? "colon" : null;
    case "nothing":
      return null;
    default:
      return afterValue(token, open);
  }
}

/** What follows a comma before each closing bracket. */
const MEMBER: Readonly<Record<string, Wanted>> = { "}": "key", "]": "value" };

function afterValue(token: string, open: string[]): Wanted | null {
  if (token === "{" || token === "[") {
    open.push(token === "{" ? "}" : "]");
    return token === "{" ? "first_key" : "first_value";
  }
  if (token !== "string" && token !== "word") return null;
  return open.length === 0 ? "nothing" : "comma";
}
