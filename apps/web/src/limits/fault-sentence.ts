import type { LimitLine } from "@interlock/api/view/limits-view";

/**
 * Writes what the engine finds wrong with limits as the page names them. The engine's sentence has the names of the
 * file and the command line, e.g. maxOrderNotional; a name that is a common word too, e.g. "sessions", is one only
 * where the sentence begins.
 */
export function faultSentence(
  sentence: string,
  lines: readonly Pick<LimitLine, "key" | "label">[],
): string {
  const labels = new Map(lines.map(({ key, label }) => [key, label]));
  return sentence.replace(/[A-Za-z]+/g, (word, at: number) => {
    const label = labels.get(word);
    if (label === undefined) return word;
    if (at === 0) return label;
    return /[A-Z]/.test(word) ? label.toLowerCase() : word;
  });
}
