import { shortSale } from "../assets/short-sale.ts";
import { untradableAsset } from "../assets/untradable-asset.ts";
import { allowedSymbol } from "./allowed-symbol.ts";
import { restrictedSymbol } from "./restricted-symbol.ts";
import { symbolPermission } from "./symbol-permission.ts";

/** The checks of whether the symbol may be traded at all, and on this side, in the order in which they are shown. */
export const SYMBOL_CHECKS = [
  symbolPermission,
  restrictedSymbol,
  allowedSymbol,
  untradableAsset,
  shortSale,
];
