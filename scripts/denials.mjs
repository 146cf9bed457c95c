import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { runDenials } = await import("./denials/run-denials.mjs");
await runDenials(process.argv.slice(2));
