/**
 * Who may import whom, as errors (docs/ARCHITECTURE.md has the same table in words).
 * Each rule's comment is printed with the offence and says what to do instead.
 */

const TEST = "\\.(test|test-d|property\\.test|process\\.test|long\\.test)\\.tsx?$|/test/";
const OURS = "^(apps|packages)/";
const STAGES = "market-data|signals|risk|execution|portfolio";
/** Engine files named after a technology do I/O; every other file of a stage is pure. */
const ADAPTER = "/(alpaca|prisma|pg|sqlite|file|system|ws|http|node|sim|simulated)-[^/]+\\.ts$";

/**
 * Returns a rule: files under `from` (tests excepted) may import ours only where `allowed` matches.
 * @param {{ name: string, from: string, allowed: string, comment: string }} rule
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
function mayImportOnly({ name, from, allowed, comment }) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: from, pathNot: TEST },
    to: { path: OURS, pathNot: allowed },
  };
}

/**
 * Returns a rule: files under `from` import nothing of Node and no package outside `packages`.
 * @param {{ name: string, from: string, pathNot?: string[], packages?: string[], comment: string }} rule
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
function isPure({ name, from, pathNot = [], packages = [], comment }) {
  const kept = packages.map((name) => `^node_modules/${name}/`);
  return {
    name,
    comment,
    severity: "error",
    from: { path: from, pathNot: [TEST, ...pathNot] },
    to: {
      dependencyTypes: [
        "core",
        "npm",
        "npm-dev",
        "npm-optional",
        "npm-peer",
        "npm-no-pkg",
        "npm-unknown",
      ],
      pathNot: [OURS, ...kept],
    },
  };
}

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const layers = [
  mayImportOnly({
    name: "core-imports-nothing",
    from: "^packages/core/src",
    allowed: "^packages/core/src",
    comment:
      "core is the trading domain alone: take what you need as an argument, or move the code out.",
  }),
  isPure({
    name: "core-is-pure",
    from: "^packages/core/src",
    comment:
      "core has no I/O and no packages: pass the value in, or define a port that the engine implements.",
  }),
  mayImportOnly({
    name: "alpaca-knows-core-only",
    from: "^packages/alpaca/",
    allowed: "^packages/(alpaca|core)/",
    comment: "alpaca maps the wire to core's words; what uses it belongs in apps/engine.",
  }),
  isPure({
    name: "alpaca-wire-and-mapping-are-pure",
    from: "^packages/alpaca/src/(wire|mapping)/",
    packages: ["zod"],
    comment:
      "wire holds zod schemas and mapping pure functions; connections live in a *-client or *-stream file.",
  }),
  mayImportOnly({
    name: "alpaca-sim-knows-core-and-wire",
    from: "^packages/alpaca-sim/",
    allowed: "^packages/(alpaca-sim|core)/|^packages/alpaca/src/wire/",
    comment:
      "the simulated venue shares Alpaca's wire schemas only, so that the adapter under test stays the one that trades.",
  }),
  mayImportOnly({
    name: "alpaca-sim-venue-stands-alone",
    from: "^packages/alpaca-sim/src/venue/",
    allowed: "^packages/alpaca-sim/src/venue/|^packages/core/|^packages/alpaca/src/wire/",
    comment: "the venue's rules are used by backtests too: keep the server's files out of them.",
  }),
  isPure({
    name: "alpaca-sim-venue-is-pure",
    from: "^packages/alpaca-sim/src/venue/",
    packages: ["zod"],
    comment:
      "venue is a pure step(state, input): sockets, files and clocks belong to the server beside it.",
  }),
  mayImportOnly({
    name: "db-knows-core-only",
    from: "^packages/db/",
    allowed: "^packages/(db|core)/",
    comment: "db stores core's words; what fills it belongs in apps/engine.",
  }),
  mayImportOnly({
    name: "api-knows-core-only",
    from: "^packages/api/",
    allowed: "^packages/(api|core)/",
    comment: "api is the contract: what it needs of the engine is a port in its context.",
  }),
  isPure({
    name: "api-holds-no-connection",
    from: "^packages/api/src/",
    packages: ["@trpc/server", "zod"],
    comment: "api opens nothing: take it through EnginePort.",
  }),
  mayImportOnly({
    name: "web-knows-api-and-core-only",
    from: "^apps/web/",
    allowed: "^apps/web/|^packages/(api|core)/",
    comment: "the console shows, asks and confirms: ask the engine through api.",
  }),
  {
    name: "web-has-no-database-and-no-venue",
    comment: "the console holds no database handle and no venue key: ask the engine through api.",
    severity: "error",
    from: { path: "^apps/web/" },
    to: { path: "^node_modules/(pg|pg-pool|@prisma/|@alpacahq/)" },
  },
  mayImportOnly({
    name: "engine-never-imports-the-console",
    from: "^apps/engine/",
    allowed: "^apps/engine/|^packages/",
    comment: "the console asks the engine, never the other way.",
  }),
  mayImportOnly({
    name: "engine-never-imports-the-venue-s-server",
    from: "^apps/engine/src/",
    allowed:
      "^apps/engine/|^packages/(core|alpaca|db|api)/|^packages/alpaca-sim/src/(venue|tape|render|request)/",
    comment:
      "backtests use the pure venue, its tapes and its words; its server is started as a process by the CLI.",
  }),
  mayImportOnly({
    name: "only-backtests-use-the-venue",
    from: "^apps/engine/src/(?!backtest/|cli/backtest/)",
    allowed: "^apps/engine/|^packages/(core|alpaca|db|api)/",
    comment: "what trades knows no simulated venue: only backtests play the other side themselves.",
  }),
  {
    name: "e2e-drives-the-product-from-outside",
    comment: "e2e starts the built product and drives it like a person: import nothing of it.",
    severity: "error",
    from: { path: "^e2e/" },
    to: { path: OURS },
  },
];

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const pipeline = [
  {
    name: "a-stage-knows-its-own-folder",
    comment:
      "stages never import each other: decide.ts passes what a stage needs, as core's words.",
    severity: "error",
    from: { path: `^apps/engine/src/(${STAGES})/`, pathNot: [TEST, ADAPTER] },
    to: { path: `^apps/engine/src/(${STAGES})/`, pathNot: "^apps/engine/src/$1/" },
  },
  {
    name: "a-stage-sees-only-the-contract",
    comment:
      "a stage reads core, its own folder and the engine's contract (state, input, record, effect, decision ...).",
    severity: "error",
    from: { path: `^apps/engine/src/(${STAGES})/`, pathNot: [TEST, ADAPTER] },
    to: {
      path: OURS,
      pathNot: [
        "^packages/core/",
        `^apps/engine/src/(${STAGES})/`,
        "^apps/engine/src/(state|input|record|effect|decision|settings|views|open-questions|kill-in-force)\\.ts$",
        "^apps/engine/src/operator/operator-command\\.ts$",
        "^apps/engine/src/records/",
        "^apps/engine/src/golive/launch-guard\\.ts$",
      ],
    },
  },
  {
    name: "only-decide-and-apply-join-the-stages",
    comment:
      "the order of the stages is read in decide.ts and apply.ts; nothing that a stage uses imports a stage.",
    severity: "error",
    from: { path: "^apps/engine/src/(input|record|effect)\\.ts$" },
    to: { path: `^apps/engine/src/(${STAGES})/` },
  },
  isPure({
    name: "the-pipeline-is-pure",
    from: `^apps/engine/src/((${STAGES})/|(decide|apply|state|input|record|effect|decision|views|engine)\\.ts$)`,
    pathNot: [ADAPTER],
    comment:
      "the pipeline has no I/O, clock or randomness: time is input.time, the rest goes through a port.",
  }),
];

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const hygiene = [
  {
    name: "no-cycles",
    comment:
      "two files that need each other are one idea: merge them, or move what both need into a third.",
    severity: "error",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-orphans",
    comment: "nothing imports this file and it imports nothing: delete it or use it.",
    severity: "error",
    from: {
      orphan: true,
      pathNot: ["\\.d\\.ts$", "\\.config\\.(ts|mjs|js|cjs)$", "^apps/web/src/app/", "\\.cjs$"],
    },
    to: {},
  },
  {
    name: "tests-are-not-imported",
    comment:
      "move what you need out of the test into a file of its own (test/ folders hold builders).",
    severity: "error",
    from: { pathNot: [TEST, "^e2e/"] },
    to: { path: "\\.(test|test-d)\\.tsx?$" },
  },
  {
    name: "packages-meet-through-their-names",
    comment: 'write "@interlock/core/…", never a relative path into another package.',
    severity: "error",
    from: { path: "^(apps|packages)/([^/]+)/" },
    to: {
      path: OURS,
      pathNot: "^$1/$2/",
      dependencyTypes: ["local"],
      dependencyTypesNot: ["npm", "aliased"],
    },
  },
  {
    name: "resolvable",
    comment: "the import leads nowhere: check the path, the .ts extension and package.json.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true, pathNot: "^(next|server-only)" },
  },
  {
    name: "features-stay-apart",
    comment:
      "a feature never imports another feature: lift what both need into components/ or join them in app/.",
    severity: "error",
    from: { path: "^apps/web/src/features/([^/]+)/" },
    to: { path: "^apps/web/src/features/", pathNot: "^apps/web/src/features/$1/" },
  },
  {
    name: "components-know-no-feature",
    comment: "components are below features: pass data in as props.",
    severity: "error",
    from: { path: "^apps/web/src/components/" },
    to: { path: "^apps/web/src/(features|app)/" },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [...layers, ...pipeline, ...hygiene],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|generated|coverage|test-results|\\.next|\\.interlock)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
    },
  },
};
