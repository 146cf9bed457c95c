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
    "people.resetPasskeys": "Remove all passkeys of the person",
    "keys.create": "Make an API key",
    "keys.rotate": "Replace an API key",
    "kill.resume": "Resume trading",
    "limits.change": "Change the limits",
    "reconciliation.adopt": "Take over the broker's figures",
    "overrides.grant": "Let the denied order pass once",
    "golive.declare": "Declare the launch",
    "golive.vote": "Vote on the launch",
    "golive.waive": "Ask for a waiver",
    "profile.addPasskey": "Add a passkey",
    "profile.removePasskey": "Remove a passkey",
    "profile.setPassword": "Set the password",
  }),
);

/** The procedures that have words of their own. */
export const WORDED_PATHS: readonly string[] = [...WORDS.keys()];

/** Says what a passkey is asked for, e.g. "Approve the request"; plain words for what has none of its own. */
export function stepUpWords(path: string): string {
  const words = WORDS.get(path);
  return words === undefined ? "What you pressed" : `“${words}”`;
}

/** One line of what a passkey signs for. */
export interface SignedLine {
  readonly name: string;
  readonly text: string;
}

/** A whole set of limits fits: the list scrolls, and what is signed for is never cut where it could hide. */
const LINES_MAX = 100;
const TEXT_MAX = 120;
/** Values that say nothing to a person, and whatever might be a secret: both are signed for, and not shown. */
const UNSAID = /^(commandId|password|code|secret|token|.*Hash|response)$/;

/**
 * Lists what an action says, from the very input whose hash the passkey signs, e.g. name: grafana. Nested fields are
 * named by their path, in words.
 */
export function signedLines(input: unknown): readonly SignedLine[] {
  const lines = flatten("", input);
  if (lines.length <= LINES_MAX) return lines;
  const more = lines.length - LINES_MAX + 1;
  return [...lines.slice(0, LINES_MAX - 1), { name: "and", text: `${more} more` }];
}

function flatten(name: string, value: unknown): readonly SignedLine[] {
  if (Array.isArray(value) && value.every((one) => typeof one !== "object"))
    return [{ name, text: clip(value.join(", ")) }];
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .filter(([key]) => !UNSAID.test(key))
      .flatMap(([key, below]) => flatten(`${name} ${inWords(key)}`.trim(), below));
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text === "" || text === "null" ? [] : [{ name, text: clip(text) }];
}

/** maxOpenOrders -> max open orders */
function inWords(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

function clip(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
}
