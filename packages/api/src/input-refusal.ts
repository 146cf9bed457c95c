import type { TRPCError } from "@trpc/server";
import { z } from "zod";

/** How the sentences of the schema library begin, and those of ours that go on from a field's name. */
const OF_SOME_FIELD = /^(?:Invalid |Too (?:big|small): |Unrecognized key)/;
const OF_THIS_FIELD = /^must /;

/**
 * Says in sentences what is told of an error: a schema's own message is JSON. What does not fit a schema but was not
 * asked for is a fault of ours, which names no field of the input.
 */
export function toldMessage({ code, cause, message }: Told): string {
  if (!(cause instanceof z.ZodError)) return message;
  if (code === "BAD_REQUEST") return inputRefusal(cause);
  return "The engine could not make this answer: what it has does not fit the form of an answer. Report this fault.";
}

type Told = Pick<TRPCError, "code" | "cause" | "message">;

/**
 * Says why an input was refused: each fault in the sentence of its schema, with the field it is about, e.g.
 * `quantity must be a plain decimal number; range.from: Too small: expected number to be >=1.`
 */
function inputRefusal({ issues }: Pick<z.ZodError, "issues">): string {
  return `${issues.map(sentenceOf).join("; ")}.`;
}

function sentenceOf({ path, message }: z.ZodError["issues"][number]): string {
  if (path.length === 0) return message;
  if (OF_SOME_FIELD.test(message)) return `${fieldOf(path)}: ${message}`;
  return OF_THIS_FIELD.test(message) ? `${fieldOf(path)} ${message}` : message;
}

/** The way to a field as a programmer writes it: `closes[1].quantity`. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
