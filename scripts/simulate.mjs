import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { runSimulations } = await import("./run-simulations.mjs");
await runSimulations(process.argv.slice(2));
