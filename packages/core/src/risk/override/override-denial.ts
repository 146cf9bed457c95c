/**
 * An order came with an override that does not let it pass: it is another order, comes too late, or would open what it
 * was to close. Its `message` is a sentence without its full stop.
 */
export interface OverrideDenial {
  readonly code: "override_misfit";
  readonly message: string;
}

/** Says why the override does not let the order pass. */
export function describeMisfit({ message }: OverrideDenial): string {
  return `The override does not let this order pass: ${message}.`;
}
