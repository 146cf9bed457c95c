import { demandNode } from "./setup/node-version.mjs";

demandNode();
const { startProduct } = await import("./setup/start-product.mjs");
await startProduct(process.argv.slice(2));
