import type { z } from "zod";
import { type ConfigFault, showValue } from "./config-fault.ts";
import { nearestName } from "@interlock/core/nearest-name";

type PathPart = PropertyKey;

function showPath(path: readonly PathPart[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

function valueAt(raw: unknown, path: readonly PathPart[]): unknown {
  let value = raw;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** Names that an object in the file may hold where an unknown one was found, by the path of that object. */
export type KnownKeys = (path: readonly PathPart[]) => readonly string[];

/** Says that a name is not known, and which one was probably meant. */
export function unknownKeySentence(key: string, known: readonly string[]): string {
  const near = nearestName(key, known);
  const hint = near === null ? `known are ${known.join(", ")}` : `did you mean "${near}"`;
  return `is not a known name: ${hint}`;
}

/** Turns everything that a schema refused into faults. A field's schema says in its error what is allowed there. */
export function schemaFaults(
  error: z.ZodError,
  { file, raw, known }: { readonly file: string; readonly raw: unknown; readonly known: KnownKeys },
): ConfigFault[] {
  return error.issues.flatMap((issue): ConfigFault[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        file,
        key: showPath([...issue.path, key]),
        value: showValue(valueAt(raw, [...issue.path, key])),
        allowed: unknownKeySentence(key, known(issue.path)),
      }));
    }
    const value = showValue(valueAt(raw, issue.path));
    return [{ file, key: showPath(issue.path), value, allowed: issue.message }];
  });
}
