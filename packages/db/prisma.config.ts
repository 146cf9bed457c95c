import { defineConfig } from "prisma/config";

/**
 * `generate`, `validate` and `format` never run the schema engine, yet fetch its binary first and fail
 * where the vendor's host is out of reach. Any existing executable satisfies that check.
 */
const engineless = ["generate", "validate", "format"];
if (engineless.some((command) => process.argv.includes(command))) {
  process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= process.execPath;
}

const url = process.env["DATABASE_URL"];

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  ...(url === undefined ? {} : { datasource: { url } }),
});
