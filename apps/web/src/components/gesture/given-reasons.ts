/** Reasons that people give again and again, by what they do: a start to be edited, not a substitute. */
export const GIVEN_REASONS = {
  limits: [
    "Planned larger position, agreed at the desk",
    "Back to the usual value",
    "Quieter market",
  ],
  resume: [
    "Cause found and removed: books compared",
    "Stopped as a precaution, prices are well again",
    "Planned stop is over",
  ],
  breaker: ["Cause found and removed", "Single bad fill, looked at with its dossier"],
  override: [
    "Closes a part of a planned position",
    "The limit is right, this order is the exception",
  ],
  adoption: ["The venue's own statement says so", "Traded by hand at the broker"],
  suspension: ["No longer works at this desk", "Device lost: until it is replaced"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
