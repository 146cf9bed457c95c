import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// What the command line says of itself, kept as text: it can be told before any package is installed. A test holds each
// file against the command line's own answer.

const FOLDER = fileURLToPath(new URL("help", import.meta.url));

/**
 * Returns the help that a command line asks for, where it is kept as text; undefined where it asks for something else.
 * @param {readonly string[]} args
 */
export function toldHelp(args) {
  const [command = "", ...rest] = args;
  if (args.length === 0 || ["--help", "-h", "help"].includes(command)) return read("interlock");
  if (command !== "start") return undefined;
  return rest.includes("--help") || rest.includes("-h") ? read("start") : undefined;
}

/**
 * Says what is wrong with the options of `start`, by its help: an unknown one, one without its value, or a word that is
 * none; undefined where they may be handed over. What the values mean, the command itself says.
 * @param {readonly string[]} args
 */
export function startFault(args) {
  const options = startOptions();
  for (let at = 0; at < args.length; at += 1) {
    const [name = "", ...value] = (args[at] ?? "").split("=");
    const option = options.get(name);
    if (!name.startsWith("-")) return `error: ${args[at]} is no option of start`;
    if (option === undefined) return `error: unknown option '${name}'`;
    if (!option.takesValue && value.length > 0) return `error: option '${name}' takes no value`;
    if (!option.takesValue || value.length > 0) continue;
    at += 1;
    if (args[at] === undefined) return `error: option '${option.shown}' argument missing`;
  }
  return undefined;
}

/** @returns {Map<string, { shown: string, takesValue: boolean }>} */
function startOptions() {
  const found = [...read("start").matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)( <[^>]+>)?/gm)];
  return new Map(
    found.map(([, name = "", value = ""]) => [
      name,
      { shown: `${name}${value}`, takesValue: value !== "" },
    ]),
  );
}

/** @param {"interlock" | "start"} name */
function read(name) {
  return readFileSync(join(FOLDER, `${name}.txt`), "utf8");
}
