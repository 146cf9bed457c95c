import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { runPermissions } = await import("./permissions/run-permissions.mjs");
await runPermissions(process.argv.slice(2));
