import type { WirePosition } from "@interlock/alpaca/wire/position";
import { moneyFromUnits, subtractMoney } from "@interlock/core/number/money";
import { priceUnits } from "@interlock/core/number/price";
import {
  formatQuantity,
  negateQuantity,
  type Quantity,
  signOfQuantity,
} from "@interlock/core/number/quantity";
import { availabilityOf, markPrice, marketValue } from "../venue/account/account-figures.ts";
import { assetOf } from "../venue/asset.ts";
import { moneyText, priceText, ratioText } from "../venue/decimal-text.ts";
import { averagePrice } from "../venue/order/order-record.ts";
import type { PositionRecord } from "../venue/account/position-record.ts";
import type { VenueState } from "../venue/venue-state.ts";

/** Returns a position as GET /v2/positions carries it; quantities of a short one are negative. */
export function renderPosition(state: VenueState, position: PositionRecord): WirePosition {
  const asset = state.assets.get(position.symbol) ?? assetOf(position.symbol);
  const isLong = signOfQuantity(position.quantity) > 0;
  const value = marketValue(state, position);
  const average = averagePrice(position.cost, position.quantity);
  const profit = subtractMoney(value, position.cost);
  const dayProfit = subtractMoney(value, position.dayCost);
  return {
    asset_id: asset.id,
    symbol: position.symbol,
    exchange: asset.exchange,
    asset_class: "us_equity",
    asset_marginable: asset.marginable,
    qty: formatQuantity(position.quantity),
    qty_available: formatQuantity(availableOf(state, position, isLong)),
    side: isLong ? "long" : "short",
    avg_entry_price: average === null ? "0" : priceText(average),
    market_value: moneyText(value),
    cost_basis: moneyText(position.cost),
    unrealized_pl: moneyText(profit),
    unrealized_plpc: ratioText(profit, position.cost),
    unrealized_intraday_pl: moneyText(dayProfit),
    unrealized_intraday_plpc: ratioText(dayProfit, position.dayCost),
    ...prices(state, position),
  };
}

function availableOf(state: VenueState, position: PositionRecord, isLong: boolean): Quantity {
  const { available } = availabilityOf(state, position);
  return isLong ? available : negateQuantity(available);
}

type Prices = Pick<WirePosition, "current_price" | "lastday_price" | "change_today">;

function prices(state: VenueState, position: PositionRecord): Prices {
  const current = markPrice(state, position.symbol);
  const last = state.closes.get(position.symbol) ?? null;
  const change =
    current === null || last === null
      ? "0"
      : ratioText(
          moneyFromUnits(priceUnits(current) - priceUnits(last)),
          moneyFromUnits(priceUnits(last)),
        );
  return {
    current_price: current === null ? null : priceText(current),
    lastday_price: last === null ? null : priceText(last),
    change_today: change,
  };
}
