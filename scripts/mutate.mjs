import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { runMutations } = await import("./mutation/run-mutations.mjs");
await runMutations(process.argv.slice(2));
