import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { runBenches } = await import("./run-benches.mjs");
await runBenches(process.argv.slice(2));
