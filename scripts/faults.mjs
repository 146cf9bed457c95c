import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { runFaults } = await import("./faults/run-faults.mjs");
await runFaults(process.argv.slice(2));
