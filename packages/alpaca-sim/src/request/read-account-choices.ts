import type { WireAccountConfiguration } from "@interlock/alpaca/wire/account";
import type { Outcome } from "../venue/outcome.ts";
import { malformed } from "../venue/venue-error.ts";
import type { AccountChoices } from "../venue/venue-state.ts";
import { Refusal, reading } from "./reading.ts";

type Changes = { -readonly [K in keyof AccountChoices]?: AccountChoices[K] };

/** Reads the body of PATCH /v2/account/configurations: what is named changes, the rest stays. */
export function readAccountChoices(body: WireAccountConfiguration): Outcome<Changes> {
  return reading(() => {
    const changes: Changes = {};
    if (body.suspend_trade !== undefined) changes.suspendTrade = body.suspend_trade;
    if (body.no_shorting !== undefined) changes.noShorting = body.no_shorting;
    if (body.fractional_trading !== undefined) changes.fractionalTrading = body.fractional_trading;
    if (body.max_margin_multiplier !== undefined) {
      changes.maxMarginMultiplier = oneOf("max_margin_multiplier", body.max_margin_multiplier, [
        "1",
        "2",
        "4",
      ]);
    }
    if (body.trade_confirm_email !== undefined) {
      const email = oneOf("trade_confirm_email", body.trade_confirm_email, ["all", "none"]);
      changes.tradeConfirmEmail = email;
    }
    if (body.ptp_no_exception_entry !== undefined) {
      changes.ptpNoExceptionEntry = body.ptp_no_exception_entry;
    }
    if (body.disable_overnight_trading !== undefined) {
      changes.disableOvernightTrading = body.disable_overnight_trading;
    }
    if (body.max_options_trading_level !== undefined) {
      changes.maxOptionsTradingLevel = optionsLevel(body.max_options_trading_level);
    }
    return changes;
  });
}

function optionsLevel(level: number | null): number | null {
  if (level === null || [0, 1, 2, 3].includes(level)) return level;
  throw new Refusal(malformed("invalid max_options_trading_level: must be 0, 1, 2, 3 or null"));
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text);
  if (found !== undefined) return found;
  throw new Refusal(malformed(`invalid ${name}: must be ${allowed.join(", ")}`));
}
