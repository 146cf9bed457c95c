/** What is confirmed, as the beginning of a sentence. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "approvals.approve": "Approve the request",
    "approvals.carryOut": "Apply the request",
    "approvals.request": "Ask for this alone",
    "golive.approveWaiver": "Agree to the waiver",
    "overrides.use": "Send the order with its override",
    "breakers.rearm": "Re-arm the breaker",
    "strategies.enable": "Let the strategy trade again",
    "people.invite": "Invite a person",
    "people.setRole": "Change a role",
    "people.reactivate": "Let the person in again",
  }),
);

/** The procedures that have words of their own. */
export const WORDED_PATHS: readonly string[] = [...WORDS.keys()];

/** Says what a passkey is asked for, e.g. "Approve the request"; plain words for what has none of its own. */
export function stepUpWords(path: string): string {
  const words = WORDS.get(path);
  return words === undefined ? "What you pressed" : `“${words}”`;
}
