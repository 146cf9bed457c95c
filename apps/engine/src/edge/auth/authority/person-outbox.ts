import { randomUUID } from "node:crypto";
import type { DatabasePool } from "@interlock/db/create-pool";
import { type DatabaseClient, inTransaction } from "@interlock/db/in-transaction";
import type { PersonEvent } from "../../../records/person-record.ts";
import type { NotePerson } from "../person-notes.ts";

/**
 * Changes people in one transaction with what is to be journaled of it: either both are kept or neither. `work` notes
 * what it does; the journal is told once the change is kept.
 */
export type ChangePeople = <T>(
  work: (client: DatabaseClient, note: NotePerson) => Promise<T>,
) => Promise<T>;

/** What the outbox stands between. */
interface OutboxParts {
  /** A pool whose search path is the schema `identity`. */
  readonly pool: DatabasePool;
  readonly tell: NotePerson;
  /** Ids of the notes that the journal has of late, as the edge has followed it. */
  readonly journaled: () => readonly string[];
}

/** Rows that one look sends at most; the engine remembers five times as many ids. */
const BATCH_MAX = 100;

/**
 * What the journal is still to be told of people. A row is written with the change that it tells of, and deleted when
 * the journal has it: after a crash anywhere between, the next start tells it again, and the engine writes it once.
 */
export class PersonOutbox {
  readonly #parts: OutboxParts;
  readonly #onTheWay = new Set<string>();
  #looking = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  readonly change: ChangePeople = async (work) => {
    const notes: (PersonEvent & { readonly noteId: string })[] = [];
    const result = await inTransaction(this.#parts.pool, async (client) => {
      const answer = await work(client, (noted) => notes.push({ ...noted, noteId: randomUUID() }));
      for (const noted of notes) await keepNote(client, noted);
      return answer;
    });
    for (const noted of notes) this.#send(noted);
    return result;
  };

  /** Tells what waits, and forgets what the journal has. While the database is silent it waits for the next look. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#drain();
    } catch {
      // The rows are kept: nothing is lost, and the next look finds them.
    } finally {
      this.#looking = false;
    }
  }

  async #drain(): Promise<void> {
    const { pool, journaled } = this.#parts;
    const { rows } = await pool.query<{ id: string; event: PersonEvent }>(
      `select id, event from person_event order by seq limit ${BATCH_MAX}`,
    );
    const known = new Set(journaled());
    const gone = rows.map(({ id }) => id).filter((id) => known.has(id));
    if (gone.length > 0) await pool.query("delete from person_event where id = any($1)", [gone]);
    for (const id of gone) this.#onTheWay.delete(id);
    for (const { id, event } of rows)
      if (!known.has(id) && !this.#onTheWay.has(id)) this.#send({ ...event, noteId: id });
  }

  #send(noted: PersonEvent & { readonly noteId: string }): void {
    this.#onTheWay.add(noted.noteId);
    this.#parts.tell(noted);
  }
}

/** Keeps what the journal is to be told, in the caller's transaction. */
export async function keepNote(
  client: Pick<DatabaseClient, "query">,
  { noteId = randomUUID(), ...noted }: PersonEvent,
): Promise<void> {
  await client.query("insert into person_event (id, event) values ($1, $2)", [
    noteId,
    JSON.stringify(noted),
  ]);
}
