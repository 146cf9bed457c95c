/** What the search field says, taken apart: fields such as `actor:ada`, and the words that are left. */
export interface AuditTerms {
  readonly actor?: string;
  readonly action?: string;
  readonly symbol?: string;
  readonly seq?: number;
  readonly text?: string;
}

/** The groups that the page offers, with what each shows. */
export const GROUPS = {
  decisions: "What was decided and done",
  people: "What people did",
  orders: "Orders and fills",
  risk: "Limits and guards",
  system: "Starts, connections, alerts",
  all: "Everything, marks too",
} as const;

export type AuditGroup = keyof typeof GROUPS;

const GROUP_NAMES: readonly AuditGroup[] = [
  "decisions",
  "people",
  "orders",
  "risk",
  "system",
  "all",
];

/** Reads a group from the address; what it does not know is the first one. */
export function groupOf(text: string | null): AuditGroup {
  return GROUP_NAMES.find((name) => name === text) ?? "decisions";
}

const FIELD = /(?:^|\s)(actor|action|symbol|seq):("[^"]*"|\S+)/g;

/** Takes the search field apart. A number that is none is left among the words, where it finds what it says. */
export function readSearch(typed: string): AuditTerms {
  const terms: Record<string, string | number> = {};
  const rest = typed.replace(FIELD, (whole, field: string, quoted: string) => {
    const value = quoted.replaceAll('"', "").trim();
    if (value === "") return " ";
    if (field === "seq" && !/^[1-9]\d{0,14}$/.test(value)) return whole;
    terms[field] =
      field === "seq" ? Number(value) : field === "symbol" ? value.toUpperCase() : value;
    return " ";
  });
  const text = rest.replaceAll(/\s+/g, " ").trim();
  return text === "" ? terms : { ...terms, text };
}
