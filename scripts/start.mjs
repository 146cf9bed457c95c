import { demandNode } from "./node-version.mjs";

demandNode();
const { startProduct } = await import("./start-product.mjs");
await startProduct(process.argv.slice(2));
