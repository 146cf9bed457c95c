import { demandNode } from "./node-version.mjs";

demandNode();
import("./start-product.mjs").then(({ startProduct }) => startProduct(process.argv.slice(2)));
