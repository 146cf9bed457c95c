import { ticker } from "@interlock/core/ids";
import { fail, ok, type Result } from "@interlock/core/result";
import type { AssetFlags } from "@interlock/core/risk/assets/asset-guard";
import { wireAsset } from "../wire/asset.ts";
import { describeIssues } from "./schema-issues.ts";

/** What the venue says may be done with an instrument. Shorting is advice: it may still be refused. */
export interface VenueAsset extends AssetFlags {
  readonly name: string;
  readonly exchange: string;
}

/** Reads an asset; one that is not active is not tradable. */
export function readAsset(json: unknown): Result<VenueAsset> {
  const parsed = wireAsset.safeParse(json);
  if (!parsed.success) return fail(describeIssues("asset", parsed.error));
  const asset = parsed.data;
  return ok({
    symbol: ticker(asset.symbol),
    name: asset.name ?? "",
    exchange: asset.exchange ?? "",
    tradable: asset.tradable && asset.status === "active",
    shortable: asset.shortable,
    easyToBorrow: asset.easy_to_borrow || asset.borrow_status === "easy_to_borrow",
    fractionable: asset.fractionable,
  });
}
