import type { Refusal } from "./refusal.ts";

/** A command is nested four deep at most; a batch and a scope included. */
const DEPTH_MAX = 16;
/** Names through which an object's prototype could be reached: no field of ours has one. */
const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Looks at JSON before anything else reads it; null when it may be read. It is refused when it is nested deeper than
 * any command, is no JSON, or names what could change an object's prototype. The depth is counted before it is parsed.
 */
export function refusalOfJson(text: string): Refusal | null {
  if (text === "") return null;
  if (depthOf(text) > DEPTH_MAX)
    return { status: 400, sentence: `the JSON is nested deeper than ${DEPTH_MAX} levels` };
  try {
    JSON.parse(text, demandName);
    return null;
  } catch (error: unknown) {
    if (error instanceof ForbiddenName) return { status: 400, sentence: error.message };
    return { status: 400, sentence: "the body is not JSON" };
  }
}

class ForbiddenName extends Error {}

function demandName(name: string, value: unknown): unknown {
  if (FORBIDDEN_NAMES.has(name)) throw new ForbiddenName(`no field is called ${name}`);
  return value;
}

/** How deep brackets are nested outside of texts; it stops where that is too deep. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length && deepest <= DEPTH_MAX; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter === "\\") at += 1;
      else if (letter === '"') quoted = false;
      continue;
    }
    if (letter === '"') quoted = true;
    else if (letter === "{" || letter === "[") deepest = Math.max(deepest, ++depth);
    else if (letter === "}" || letter === "]") depth -= 1;
  }
  return deepest;
}
