import type { KillReply } from "./kill-call.ts";

/**
 * Reads what engine and watchdog answer to a kill. By hand, without a schema: the emergency path depends on as little
 * as possible. Whatever cannot be read counts as no answer, so the next route is tried.
 */

type Json = { readonly [key: string]: unknown };

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function parse(text: string): Json {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function sentenceOf(value: unknown, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

/** Refusals that no other route may overrule: the role may not do this, or the request is malformed. */
const FINAL_REFUSALS: readonly number[] = [400, 403, 422];

/** The sentence of an error, as tRPC nests it or as the servers write it plainly. */
function errorSentence(body: Json, otherwise: string): string {
  const { error } = body;
  return typeof error === "string" ? error : sentenceOf(asObject(error).message, otherwise);
}

/**
 * Reads a tRPC answer. Every fault of the server counts as no answer: the watchdog is asked next. So it is where the
 * session has ended, but for a flatten that was not confirmed.
 */
export function readEngineReply(status: number, text: string): KillReply {
  const body = parse(text);
  if (status === 200) return readReceipt(asObject(asObject(body.result).data));
  const message = errorSentence(body, `the engine answered ${status}`);
  if (status === 401) return { kind: "signed_out", why: message };
  if (FINAL_REFUSALS.includes(status)) return { kind: "refused", sentence: message };
  return { kind: "no_answer", why: message };
}

/** Reads the watchdog's JSON: `{kill: {killId, detail, …}}` once it has taken the kill, else `{error}`. */
export function readWatchdogReply(status: number, text: string): KillReply {
  const body = parse(text);
  const { killId, detail } = asObject(body.kill);
  if (status === 200 && typeof killId === "string") {
    return { kind: "accepted", sentence: sentenceOf(detail, "") };
  }
  return { kind: "no_answer", why: errorSentence(body, `the watchdog answered ${status}`) };
}

function readReceipt(receipt: Json): KillReply {
  const sentence = sentenceOf(receipt.sentence, "");
  if (receipt.accepted === true) return { kind: "accepted", sentence };
  if (receipt.accepted === false) return { kind: "refused", sentence };
  return { kind: "no_answer", why: "the answer could not be read" };
}
