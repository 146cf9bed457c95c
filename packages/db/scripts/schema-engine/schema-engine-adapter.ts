import {
  type ArgType,
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import pg from "pg";

/**
 * What Prisma's schema engine needs of a database to read its catalog. Prisma's own adapter is not used: it refuses
 * catalog types such as "char", cuts scripts at every semicolon, and, given a connection string, replays migrations in
 * the main database when asked for a shadow one. This one has no shadow at all.
 */
export class SchemaEngineAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = "postgres";
  readonly adapterName = "interlock-schema-engine";
  readonly #connectionString: string;
  readonly #clients: pg.Client[] = [];

  constructor(connectionString: string) {
    this.#connectionString = connectionString;
  }

  async connect(): Promise<SqlDriverAdapter> {
    const client = new pg.Client({ connectionString: this.#connectionString });
    this.#clients.push(client);
    await client.connect();
    return new SchemaEngineAdapter(client);
  }

  /** The engine does not close what it opened. */
  async close(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.end()));
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    return Promise.reject(
      new Error("this adapter has no shadow database: compare a migrated database instead"),
    );
  }
}

class CatalogQueries implements SqlQueryable {
  readonly provider = "postgres";
  readonly adapterName = "interlock-schema-engine";
  protected readonly client: pg.Client;

  constructor(client: pg.Client) {
    this.client = client;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    const { fields, rows } = await this.#run(query);
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => columnType(field.dataTypeID)),
      rows,
    };
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return (await this.#run(query)).rowCount ?? 0;
  }

  async #run({ sql, args, argTypes }: SqlQuery): Promise<pg.QueryArrayResult<unknown[]>> {
    const values = args.map((value, index) => parameter(value, argTypes[index]));
    return captured(() => this.client.query<unknown[]>({ text: sql, values, rowMode: "array" }));
  }
}

class SchemaEngineAdapter extends CatalogQueries implements SqlDriverAdapter {
  async executeScript(script: string): Promise<void> {
    await captured(() => this.client.query(script));
  }

  async startTransaction(): Promise<Transaction> {
    await captured(() => this.client.query("begin"));
    return new SchemaEngineTransaction(this.client);
  }

  getConnectionInfo() {
    return { supportsRelationJoins: true };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** The engine sends COMMIT and ROLLBACK itself, as queries. */
class SchemaEngineTransaction extends CatalogQueries implements Transaction {
  readonly options = { usePhantomQuery: false };

  commit(): Promise<void> {
    return Promise.resolve();
  }

  rollback(): Promise<void> {
    return Promise.resolve();
  }
}

const Type = ColumnTypeEnum;

/** Catalog types by their fixed object ids; every other type is read as text. */
const COLUMN_TYPES: ReadonlyMap<number, ColumnType> = new Map<number, ColumnType>([
  [16, Type.Boolean],
  [18, Type.Character],
  [20, Type.Int64],
  [21, Type.Int32],
  [22, Type.Int32Array],
  [23, Type.Int32],
  [24, Type.Int64],
  [26, Type.Int64],
  [701, Type.Double],
  [1002, Type.CharacterArray],
  [1003, Type.TextArray],
  [1005, Type.Int32Array],
  [1009, Type.TextArray],
  [2205, Type.Int64],
]);

function columnType(typeId: number): ColumnType {
  return COLUMN_TYPES.get(typeId) ?? Type.Text;
}

function parameter(value: unknown, type: ArgType | undefined): unknown {
  return type?.arity === "list" && Array.isArray(value) ? value.map(String) : value;
}

/** Passes a database error on in the form that the engine understands. */
async function captured<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code = "", severity = "", message, detail, column, hint } = error;
    throw new DriverAdapterError({
      kind: "postgres",
      code,
      severity,
      message,
      detail,
      column,
      hint,
    });
  }
}
