/** Writes a count with its noun for people: "1 order", "2 orders". */
export function countOf(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
