import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaFile } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { SchemaEngineAdapterFactory } from "./schema-engine-adapter.ts";

/**
 * Prisma's schema engine, compiled to WebAssembly: the native one is fetched from the vendor's host, this one comes
 * with npm. It tells how the Prisma schema differs from a database. For development and tests only.
 */

const SCHEMA_DIR = fileURLToPath(new URL("../../prisma/schema", import.meta.url));

export interface SchemaDifference {
  readonly same: boolean;
  /** Statements that turn the source into the Prisma schema. */
  readonly sql: string;
}

/** Compares a migrated database with the Prisma schema. */
export async function differenceToSchema(connectionString: string): Promise<SchemaDifference> {
  const { SchemaEngine } = await loadEngine();
  const files = schemaFiles();
  const factory = new SchemaEngineAdapterFactory(connectionString);
  const engine = await SchemaEngine.new(
    { datamodels: files.map(({ path, content }) => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: SCHEMA_DIR },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return { same: exitCode === 0, sql: stdout ?? "" };
  } finally {
    engine.free();
    await factory.close();
  }
}

function schemaFiles(): SchemaFile[] {
  const names = readdirSync(SCHEMA_DIR).filter((name) => name.endsWith(".prisma"));
  return names.map((name) => ({
    path: join(SCHEMA_DIR, name),
    content: readFileSync(join(SCHEMA_DIR, name), "utf8"),
  }));
}

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");
let loading: Promise<EngineModule> | undefined;

/** The module keeps one instance in a global, so it is loaded once per process. */
function loadEngine(): Promise<EngineModule> {
  loading ??= instantiate();
  return loading;
}

async function instantiate(): Promise<EngineModule> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: () => undefined } });
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const module = new WebAssembly.Module(readFileSync(join(folder, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports["__wbindgen_start"]?.();
  return bindings;
}
