import type { WireOrderRequest } from "@interlock/alpaca/wire/order-request";
import { parseMoney } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import { parseQuantity, quantityUnits, type Quantity } from "@interlock/core/number/quantity";
import type { Side } from "@interlock/core/order/side";
import {
  type NewOrder,
  ORDER_TYPES,
  type OrderType,
  TIMES_IN_FORCE,
  type TimeInForce,
} from "../venue/order/order-record.ts";
import type { Outcome } from "../venue/outcome.ts";
import { malformed, unprocessable } from "../venue/venue-error.ts";
import { limitOf, readClass, readExits, readTrail } from "./read-order-class.ts";
import { amountText, isGiven, Refusal, readPrice, reading } from "./reading.ts";

const FINER_THAN_A_CENT = /^\d*\.\d\d\d*[1-9]/;
const ALGORITHMS = ["DMA", "TWAP", "VWAP"];

/**
 * Reads the body of POST /v2/orders: what is there, of which form, and whether the fields fit together. Faults are
 * answered in the venue's words. Rules that need the account or the market are the venue's own.
 */
export function readOrderRequest(body: WireOrderRequest): Outcome<NewOrder> {
  return reading(() => {
    const symbol = present(body.symbol, "symbol is required");
    const size = readSize(body);
    const side = readSide(body.side);
    const type = readType(body.type);
    const timeInForce = readTimeInForce(body.time_in_force);
    const orderClass = readClass(body.order_class);
    const exits = readExits(body, orderClass);
    const limitPrice = readPrice("limit", body.limit_price) ?? limitOf(orderClass, exits);
    const stopPrice = readPrice("stop", body.stop_price);
    checkPrices(type, limitPrice, stopPrice);
    checkInstructions(body);
    if (orderClass === "oco" && type !== "limit") {
      throw new Refusal(malformed("oco orders must be limit orders"));
    }
    return {
      clientOrderId: emptyToNull(body.client_order_id),
      symbol: symbol.toUpperCase(),
      side,
      type,
      timeInForce,
      ...size,
      limitPrice,
      stopPrice,
      trail: readTrail(type, body),
      orderClass,
      exits,
      extendedHours: body.extended_hours ?? false,
      positionIntent: emptyToNull(body.position_intent),
    };
  });
}

function emptyToNull(text: string | null | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function present(text: string | null | undefined, message: string): string {
  if (text === null || text === undefined || text === "") throw new Refusal(malformed(message));
  return text;
}

function readSize(body: WireOrderRequest): Pick<NewOrder, "quantity" | "notional"> {
  const { qty, notional } = body;
  if (isGiven(qty) && isGiven(notional)) {
    throw new Refusal(malformed("only one of qty or notional is accepted"));
  }
  if (isGiven(qty)) return { quantity: readQuantity(qty), notional: null };
  if (!isGiven(notional)) throw new Refusal(malformed("qty or notional is required"));
  const text = amountText(notional);
  if (text.startsWith("-") || Number(text) === 0) {
    throw new Refusal(malformed("notional must be > 0"));
  }
  if (FINER_THAN_A_CENT.test(text)) {
    throw new Refusal(unprocessable("notional value must be limited to 2 decimal places"));
  }
  const amount = parseMoney(text);
  if (!amount.ok) throw new Refusal(malformed(`invalid notional: ${amount.error}`));
  return { quantity: null, notional: amount.value };
}

/** Reads a quantity above zero with up to nine decimals. */
export function readQuantity(amount: string | number): Quantity {
  const quantity = parseQuantity(amountText(amount));
  if (!quantity.ok) throw new Refusal(malformed(`invalid qty: ${quantity.error}`));
  if (quantityUnits(quantity.value) <= 0) throw new Refusal(malformed("qty must be > 0"));
  return quantity.value;
}

function readSide(text: string | null | undefined): Side {
  if (text === "buy" || text === "sell") return text;
  throw new Refusal(malformed("invalid side"));
}

function readType(text: string | null | undefined): OrderType {
  const type = ORDER_TYPES.find((known) => known === text);
  if (type !== undefined) return type;
  throw new Refusal(malformed("invalid order type"));
}

/** Reads a time in force. */
export function readTimeInForce(text: string | null | undefined): TimeInForce {
  const timeInForce = TIMES_IN_FORCE.find((known) => known === text);
  if (timeInForce !== undefined) return timeInForce;
  throw new Refusal(malformed("invalid time_in_force"));
}

function checkPrices(type: OrderType, limit: Price | null, stop: Price | null): void {
  const message = priceFault(type, limit !== null, stop !== null);
  if (message !== null) throw new Refusal(malformed(message));
}

/** Taken as they are and carried out by nobody, as at Alpaca's paper venue. */
function checkInstructions({ advanced_instructions: wanted }: WireOrderRequest): void {
  if (wanted === null || wanted === undefined || ALGORITHMS.includes(wanted.algorithm ?? ""))
    return;
  throw new Refusal(malformed(`invalid algorithm: must be ${ALGORITHMS.join(", ")}`));
}

function priceFault(type: OrderType, hasLimit: boolean, hasStop: boolean): string | null {
  switch (type) {
    case "market":
      return hasLimit || hasStop ? "market orders require no stop or limit price" : null;
    case "limit":
      if (!hasLimit) return "limit orders require a limit price";
      return hasStop ? "limit orders require no stop price" : null;
    case "stop":
      if (!hasStop) return "stop orders require a stop price";
      return hasLimit ? "stop orders require no limit price" : null;
    case "trailing_stop":
      return hasLimit || hasStop ? "trailing stop orders require no stop or limit price" : null;
    case "stop_limit":
      return hasLimit && hasStop ? null : "stop limit orders require both stop and limit price";
  }
}
