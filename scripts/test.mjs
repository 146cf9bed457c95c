import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { runTests } = await import("./checks/run-tests.mjs");
await runTests(process.argv.slice(2));
