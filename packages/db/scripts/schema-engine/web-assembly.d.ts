/** The part of the WebAssembly interface that the schema engine is loaded with; Node's own types leave it out. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, unknown>);
    readonly exports: Record<string, () => void>;
  }
}

declare module "@prisma/schema-engine-wasm/schema_engine_bg" {
  export function __wbg_set_wasm(exports: Record<string, () => void>): void;

  export interface SchemaFile {
    readonly path: string;
    readonly content: string;
  }

  type Side =
    | { readonly tag: "empty" }
    | { readonly tag: "schemaDatamodel"; readonly files: readonly SchemaFile[] }
    | {
        readonly tag: "schemaDatasource";
        readonly files: readonly SchemaFile[];
        readonly configDir: string;
      };

  export interface DiffRequest {
    readonly from: Side;
    readonly to: Side;
    readonly script: boolean;
    readonly exitCode: boolean;
    readonly shadowDatabaseUrl: null;
    readonly filters: {
      readonly externalTables: readonly string[];
      readonly externalEnums: readonly string[];
    };
  }

  export class SchemaEngine {
    static new(
      options: { datamodels: [string, string][] },
      log: (line: string) => void,
      adapter: object,
    ): Promise<SchemaEngine>;
    diff(request: DiffRequest): Promise<{ exitCode: number; stdout: string | null }>;
    free(): void;
  }
}
