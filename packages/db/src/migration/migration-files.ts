import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { causeOf, DatabaseStartError } from "../database-start-error.ts";
import { packageFolder } from "../package-location.ts";

/** One migration: a folder as Prisma lays them out, with the SQL of one schema. */
export interface Migration {
  readonly name: string;
  /** The schema that its unqualified names mean, by the word after the timestamp in its name. */
  readonly schema: "identity" | "ledger";
  readonly sql: string;
  /** SHA-256 of the file, as Prisma records it. */
  readonly checksum: string;
  /** False for statements that Postgres refuses inside a transaction; such a file holds one statement. */
  readonly inTransaction: boolean;
}

const NAME = /^\d{14}_(identity|ledger)_[a-z0-9_]+$/;

/** Reads the migrations of a folder in the order of their names. By default those of this package. */
export function readMigrations(folder = join(packageFolder, "prisma/migrations")): Migration[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    return entries
      .map((entry) => readMigration(folder, entry.name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof DatabaseStartError) throw error;
    throw new DatabaseStartError(`Cannot read the migrations in ${folder}: ${causeOf(error)}.`);
  }
}

function readMigration(folder: string, name: string): Migration {
  const schema = NAME.exec(name)?.[1];
  if (schema !== "identity" && schema !== "ledger") {
    throw new DatabaseStartError(
      `Migration "${name}" must be named <14 digits>_<identity or ledger>_<what it does>, in lower case.`,
    );
  }
  const bytes = readFileSync(join(folder, name, "migration.sql"));
  const sql = bytes.toString("utf8");
  const checksum = createHash("sha256").update(bytes).digest("hex");
  return { name, schema, sql, checksum, inTransaction: !sql.startsWith("-- no-transaction") };
}
