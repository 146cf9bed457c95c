const REFUSALS =
  /cannot be sold short|hard.to.borrow|not allowed to short|not shortable|unable to borrow|no locate/i;

/**
 * Tells whether a venue refused an order because there is nothing to borrow, by its sentence: the only thing that tells
 * it from other refusals. It is never read as an approval, so a sentence that we do not know costs one more refusal.
 */
export function isBorrowRefusal(reason: string): boolean {
  return REFUSALS.test(reason);
}
