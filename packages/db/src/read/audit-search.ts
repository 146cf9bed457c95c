import type { UnixMs } from "@interlock/core/time";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import type { AuditEntryRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";
import { type Page, type PageRequest, pageLength, placeBefore, placeOf, toPage } from "./page.ts";
import { placeFields } from "./read-row.ts";

/** What of a record the reader may not see, and must not find by. */
export interface HiddenParts {
  /** Names of fields whose text or number is hidden: a regular expression of Postgres that begins no group to keep. */
  readonly names: string;
  /** Shown in their place. */
  readonly mask: string;
  /** Events of people in which the name of who did it is hidden, too. */
  readonly events: readonly string[];
}

/** Which audit entries. Conditions that are absent or null do not restrict; `from` is inclusive, `to` exclusive. */
export interface AuditSearch extends PageRequest {
  /** Kinds of records to show, or to leave out. */
  readonly kinds?: readonly string[] | null | undefined;
  readonly without?: readonly string[] | null | undefined;
  /** Part of the name of who did it, without regard to case. */
  readonly actor?: string | null | undefined;
  /** A kind of record, or of a command, or an event of a person: part of its name. */
  readonly action?: string | null | undefined;
  readonly symbol?: string | null | undefined;
  readonly seq?: number | null | undefined;
  /** Found anywhere in what was recorded, without regard to case. */
  readonly text?: string | null | undefined;
  /** Absent or null: the reader sees everything. */
  readonly hidden?: HiddenParts | null | undefined;
  readonly from?: UnixMs | null | undefined;
  readonly to?: UnixMs | null | undefined;
}

/** Returns audit entries, newest first, by the index of their time and place. Throws BadCursor. */
export async function auditSearchPage(
  ledger: LedgerClient,
  query: AuditSearch,
): Promise<Page<AuditEntryRow>> {
  const length = pageLength(query);
  const place = placeBefore(query.cursor);
  const after =
    place === null
      ? []
      : [
          Prisma.sql`(at, journal_seq, record_index)
            < (${place.at}::timestamptz, ${place.journalSeq}::int8, ${place.recordIndex}::int4)`,
        ];
  const where = Prisma.join([...conditions(query), ...after, Prisma.sql`true`], " and ");
  const found = await ledger.$queryRaw`
    select at, journal_seq as "journalSeq", record_index as "recordIndex", kind, actor, payload,
      entry_hash as "entryHash", previous_hash as "previousHash"
    from ledger.audit_entries where ${where}
    order by at desc, journal_seq desc, record_index desc limit ${length + 1}`;
  return toPage(storedEntries.parse(found), { length, read: readEntry, keyOf: placeOf });
}

const storedEntries = z.array(
  z.object({
    at: z.date(),
    journalSeq: z.bigint(),
    recordIndex: z.number(),
    kind: z.string(),
    actor: z.string(),
    payload: z.unknown(),
    entryHash: z.string(),
    previousHash: z.string(),
  }),
);

function readEntry(row: z.infer<typeof storedEntries>[number]): AuditEntryRow {
  return { ...row, ...placeFields(row) };
}

function conditions(query: AuditSearch): Prisma.Sql[] {
  const { kinds, without, actor, action, symbol, seq, text, hidden, from, to } = query;
  const like = (part: string) => `%${part.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const list: (Prisma.Sql | null)[] = [
    kinds ? Prisma.sql`kind = any(${[...kinds]})` : null,
    without ? Prisma.sql`kind <> all(${[...without]})` : null,
    actor ? actorHas(like(actor), hidden) : null,
    action ? actionIs(like(action)) : null,
    symbol ? symbolIs(symbol) : null,
    typeof seq === "number" ? Prisma.sql`journal_seq = ${BigInt(seq)}` : null,
    text ? textHas(like(text), hidden) : null,
    typeof from === "number" ? Prisma.sql`at >= ${new Date(from)}::timestamptz` : null,
    typeof to === "number" ? Prisma.sql`at < ${new Date(to)}::timestamptz` : null,
  ];
  return list.filter((one) => one !== null);
}

function actorHas(pattern: string, hidden: AuditSearch["hidden"]): Prisma.Sql {
  if (!hidden) return Prisma.sql`actor ilike ${pattern}`;
  return Prisma.sql`(actor ilike ${pattern} and not ${isTyped(hidden)})`;
}

/**
 * Found in what the reader sees alone: who may not see a value must not learn it letter by letter from what a search
 * finds. The text of a jsonb value has one form, `"name": value`, in which a quote inside a text is escaped.
 */
function textHas(pattern: string, hidden: AuditSearch["hidden"]): Prisma.Sql {
  const actor = actorHas(pattern, hidden);
  if (!hidden) return Prisma.sql`(payload::text ilike ${pattern} or ${actor})`;
  const fields = (names: string) =>
    String.raw`"(${names})": (?:"(?:\\.|[^"\\])*"|-?[0-9][-+.0-9eE]*)`;
  const seen = Prisma.sql`regexp_replace(payload::text,
    case when ${isTyped(hidden)} then ${fields(`${hidden.names}|by`)} else ${fields(hidden.names)} end,
    ${`"\\1": "${hidden.mask}"`}, 'gi')`;
  return Prisma.sql`((payload::text ilike ${pattern} and ${seen} ilike ${pattern}) or ${actor})`;
}

function isTyped({ events }: HiddenParts): Prisma.Sql {
  return Prisma.sql`(coalesce(payload ->> 'event', '') = any(${[...events]}))`;
}

/** Commands and events of people are told apart by what is in the record. */
function actionIs(pattern: string): Prisma.Sql {
  return Prisma.sql`(kind ilike ${pattern} or payload #>> '{body,kind}' ilike ${pattern}
    or payload ->> 'event' ilike ${pattern})`;
}

/** A symbol stands at several places of a record; a step of an order names the order alone. */
function symbolIs(symbol: string): Prisma.Sql {
  return Prisma.sql`(coalesce(payload ->> 'symbol', payload #>> '{intent,symbol}', payload #>> '{fill,symbol}',
      payload #>> '{body,symbol}', payload #>> '{bar,symbol}', payload #>> '{break,symbol}',
      payload #>> '{order,symbol}', payload #>> '{scope,symbol}', payload #>> '{grant,intent,symbol}') = ${symbol}
    or payload ->> 'clientOrderId' in (select client_order_id from ledger.orders where symbol = ${symbol}))`;
}
