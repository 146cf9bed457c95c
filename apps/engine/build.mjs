// Bundles each process of the engine into one file: a start then reads a handful of files instead of hundreds.
// Our own packages go in; packages from the registry stay outside and are resolved as usual.
// A folder given as argument takes the bundles instead of dist/; further ones, name=file, are programs of tests.
import { build } from "esbuild";

const entries = {
  main: "src/main.ts",
  "edge-worker": "src/edge/edge-worker.ts",
  "dossier-worker": "src/edge/dossier/dossier-worker.ts",
  "verify-worker": "src/journal/verify/verify-worker.ts",
  cli: "src/cli/main.ts",
  watchdog: "src/watchdog/main.ts",
  venue: "../../packages/alpaca-sim/src/main.ts",
};

for (const program of process.argv.slice(3)) {
  const [name, file] = program.split("=");
  entries[name] = file;
}

const keepOutside = {
  name: "registry-packages-stay-outside",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === "entry-point" || path.startsWith("@interlock/")) return null;
      return { path, external: true };
    });
  },
};

await build({
  entryPoints: entries,
  outdir: process.argv[2] ?? "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  logLevel: "warning",
  plugins: [keepOutside],
});
