import type { AuditChange } from "@interlock/api/view/audit-view";
import type { EngineRecord } from "../../record.ts";
import { sentenceOf } from "../view/event-line.ts";

/** What a record says of who did what, to what, why and from where. */
export interface RecordFacts {
  readonly role: string | null;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly sentence: string;
  readonly changes: readonly AuditChange[];
  readonly requestId: string | null;
  readonly ip: string | null;
  readonly device: string | null;
  readonly session: string | null;
}

const NOWHERE = { ip: null, device: null, session: null };

/** Reads the facts of a record. */
export function factsOf(record: EngineRecord): RecordFacts {
  return {
    role: null,
    action: record.kind.replaceAll("_", " "),
    subject: subjectOf(record),
    reason: textAt(record, "reason"),
    sentence: sentenceOf(record),
    changes: changesOf(record),
    requestId: null,
    ...NOWHERE,
    ...ownFacts(record),
  };
}

function ownFacts(record: EngineRecord): Partial<RecordFacts> {
  if (record.kind === "command_answered") {
    const { actor, body, commandId, accepted } = record;
    return {
      role: actor.role,
      action: `${body.kind.replaceAll("_", " ")}${accepted ? "" : ", refused"}`,
      subject: subjectOf(body),
      reason: textAt(body, "reason"),
      requestId: commandId,
      ...whereabouts(actor.from),
    };
  }
  if (record.kind === "person_noted") {
    const { role, event, about, from, detail } = record;
    const action = event.replaceAll("_", " ");
    return { role, action, subject: about ?? "", reason: detail, ...whereabouts(from) };
  }
  return {};
}

interface Origin {
  readonly ip?: string | undefined;
  readonly device?: string | undefined;
  readonly session?: string | undefined;
}

function whereabouts(from: Origin | undefined) {
  return { ip: from?.ip ?? null, device: from?.device ?? null, session: from?.session ?? null };
}

/** Where the thing stands that a record is about: the first of these that it has. */
const SUBJECTS: readonly (readonly string[])[] = [
  ["clientOrderId"],
  ["intent", "clientOrderId"],
  ["grant", "intent", "clientOrderId"],
  ["fill", "clientOrderId"],
  ["overrideId"],
  ["approvalId"],
  ["approval", "id"],
  ["symbol"],
  ["bar", "symbol"],
  ["break", "symbol"],
  ["order", "symbol"],
  ["breaker"],
  ["strategyId"],
  ["killId"],
  ["actionId"],
  ["channel"],
  ["source"],
  ["hold", "source"],
  ["gate"],
  ["station"],
  ["vote", "station"],
  ["waiver", "gate"],
  ["waiverId"],
  ["launchId"],
  ["launch", "launchId"],
  ["evidence", "name"],
];

function subjectOf(record: object): string {
  for (const path of SUBJECTS) {
    const found = valueAt(record, path);
    if (typeof found === "string" && found !== "") return found;
  }
  const version = valueAt(record, ["version"]);
  return typeof version === "number" ? `version ${version}` : "";
}

function textAt(record: object, name: string): string {
  const found = valueAt(record, [name]);
  return typeof found === "string" ? found : "";
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

/** What a record says that was before and is after, where it says so itself: an approval's lines, a connection. */
function changesOf(record: EngineRecord): readonly AuditChange[] {
  if (record.kind === "connection_changed") {
    const word = (up: boolean) => (up ? "up" : "down");
    return [{ field: record.channel, before: word(!record.up), after: word(record.up) }];
  }
  if (record.kind === "break_changed") {
    return [
      { field: "ours", before: null, after: record.ours },
      { field: "venue", before: null, after: record.venue },
    ];
  }
  const diff = valueAt(record, ["diff"]) ?? valueAt(record, ["approval", "diff"]);
  return Array.isArray(diff) ? diff.flatMap(changeLine) : [];
}

function changeLine(line: unknown): AuditChange[] {
  const named = ["field", "name", "label", "key"].map((name) => valueAt(line, [name]));
  const field = named.find((name) => typeof name === "string");
  if (typeof field !== "string") return [];
  return [{ field, before: shown(line, ["before", "from"]), after: shown(line, ["after", "to"]) }];
}

function shown(line: unknown, names: readonly string[]): string | null {
  const found = names.map((name) => valueAt(line, [name])).find((one) => one !== undefined);
  if (found === undefined || found === null) return null;
  return typeof found === "string" ? found : JSON.stringify(found);
}
