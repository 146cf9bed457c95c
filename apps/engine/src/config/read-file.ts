import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import type { ConfigFault } from "./config-fault.ts";
import { describeSyntax, jsonFault, tomlFault } from "./syntax-fault.ts";

/** A file's content, or the one fault that keeps it from being read. */
export type FileReading =
  | { readonly ok: true; readonly raw: unknown }
  | { readonly ok: false; readonly fault: ConfigFault };

const FORMATS = {
  json: { name: "JSON", parse: (text: string): unknown => JSON.parse(text), faultOf: jsonFault },
  toml: { name: "TOML", parse: (text: string): unknown => parse(text), faultOf: tomlFault },
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
    const fault = format.faultOf(text, error);
    const where = fault === null ? "" : `${describeSyntax(fault)}: `;
    return refuse(file, `not ${format.name}`, `must be valid ${format.name} (${where}${reason})`);
  }
}

function refuse(file: string, value: string, allowed: string): FileReading {
  return { ok: false, fault: { file, key: "", value, allowed } };
}
