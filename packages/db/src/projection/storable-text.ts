/**
 * Postgres holds no NUL character in text and no NUL or half of a surrogate pair in jsonb. Words of a venue or a person
 * may contain either, and one such message must not stop the projection: they become U+FFFD, the replacement character.
 * The journal keeps the original; whoever compares the two passes the original through these functions first.
 */

const REPLACEMENT = "\uFFFD";

/** Returns the text as a text column holds it. */
export function storableText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, REPLACEMENT);
}

/** Returns plain data as JSON text that a jsonb column holds; null for what JSON cannot say at all. */
export function storableJson(value: unknown): string | null {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) return null;
  return /\\u(0000|d[89a-f])/.test(text) ? JSON.stringify(storableValue(JSON.parse(text))) : text;
}

function storableValue(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(storableValue);
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [storableText(key), storableValue(item)]));
}
