import { createTestDatabase } from "../src/test-database.ts";
import { differenceToSchema } from "./schema-engine/schema-engine.ts";

/**
 * `npm run db:diff -w packages/db`: prints the SQL that the migrations lack for the Prisma schema, ready for a new
 * migration folder. The statements of one schema go into one folder, and name no schema (see README.md).
 */
const database = await createTestDatabase();
try {
  const { same, sql } = await differenceToSchema(database.connectionString);
  const unqualified = sql.replaceAll(/"(ledger|identity)"\./g, "");
  console.log(same ? "The migrations make exactly the Prisma schema." : unqualified);
} finally {
  await database.drop();
}
