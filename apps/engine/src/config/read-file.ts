import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TomlError } from "smol-toml";
import type { ConfigFault } from "./config-fault.ts";

/** A file's content, or the one fault that keeps it from being read. */
export type FileReading =
  | { readonly ok: true; readonly raw: unknown }
  | { readonly ok: false; readonly fault: ConfigFault };

const FORMATS = {
  json: { name: "JSON", parse: (text: string): unknown => JSON.parse(text) },
  toml: { name: "TOML", parse: (text: string): unknown => parse(text) },
};

/** Reads a configuration file by its ending, .json or .toml, under the checkout's root. */
export function readConfigFile(root: string, file: string): FileReading {
  let text: string;
  try {
    text = readFileSync(join(root, file), "utf8");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const value = missing ? "missing" : "unreadable";
    return refuse(file, value, missing ? "must exist" : "must be readable by this user");
  }
  const format = file.endsWith(".toml") ? FORMATS.toml : FORMATS.json;
  try {
    return { ok: true, raw: format.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    const where = lineOf(error, text);
    return refuse(file, `not ${format.name}`, `must be valid ${format.name} (${where}${reason})`);
  }
}

/** Where the file stops being readable, as "line 3: ", by what the parser says of it; empty where it does not. */
function lineOf(error: unknown, text: string): string {
  if (error instanceof TomlError) return `line ${error.line}: `;
  const [, position] = / at position (\d+)/.exec(String(error)) ?? [];
  if (position === undefined) return "";
  return `line ${text.slice(0, Number(position)).split("\n").length}: `;
}

function refuse(file: string, value: string, allowed: string): FileReading {
  return { ok: false, fault: { file, key: "", value, allowed } };
}
