import { groupDigits, readDecimal, signOf, trimZeros, writeDecimal } from "./decimal-text.ts";

/** Shown for a figure that was not received. Never zero. */
export const UNKNOWN = "—";

/** Writes dollars with two decimals and grouping: "$1,234.50", "−$3.00". */
export function dollars(text: string | null): string {
  const value = text === null ? null : readDecimal(text);
  if (value === null) return UNKNOWN;
  return withDollar(writeDecimal(value, 2));
}

/** Writes a result with its sign: "+$12.00", "−$12.00", and "$0.00" for what rounds to nothing. */
export function signedDollars(text: string | null): string {
  const value = text === null ? null : readDecimal(text);
  if (value === null) return UNKNOWN;
  const rounded = writeDecimal(value, 2);
  const sign = signOf(rounded);
  if (sign === 0) return "$0.00";
  return sign > 0 ? `+${withDollar(rounded)}` : withDollar(rounded);
}

function withDollar(rounded: string): string {
  if (signOf(rounded) === 0) return `$${groupDigits(rounded.replace("-", ""))}`;
  return rounded.startsWith("-")
    ? `\u2212$${groupDigits(rounded.slice(1))}`
    : `$${groupDigits(rounded)}`;
}

/** Direction of a result after rounding to the cent: what shows as zero has no direction. */
export function directionOf(text: string | null): "up" | "down" | "flat" | "unknown" {
  const value = text === null ? null : readDecimal(text);
  if (value === null) return "unknown";
  const sign = signOf(writeDecimal(value, 2));
  if (sign === 0) return "flat";
  return sign > 0 ? "up" : "down";
}

const COMPACT_STEPS = [
  { digits: 3, suffix: "K" },
  { digits: 6, suffix: "M" },
  { digits: 9, suffix: "B" },
] as const;
const TEN_THOUSAND = 10_000n;

/** Writes dollars short for a tile: "$49.8K"; below ten thousand in full. */
export function compactDollars(text: string | null): string {
  const value = text === null ? null : readDecimal(text);
  if (value === null) return UNKNOWN;
  const magnitude = value.units < 0n ? -value.units : value.units;
  if (magnitude < TEN_THOUSAND * 10n ** BigInt(value.scale)) return dollars(text);
  const shortened = COMPACT_STEPS.map(({ digits, suffix }) => ({
    scaled: writeDecimal({ units: value.units, scale: value.scale + digits }, 1),
    suffix,
  }));
  // The first step that leaves at most three digits before the point, after rounding.
  const fitting = shortened.find(({ scaled }) => scaled.replace("-", "").length <= 5);
  const shown = fitting ?? shortened.at(-1);
  return shown === undefined ? dollars(text) : `${withDollar(shown.scaled)}${shown.suffix}`;
}

/** Writes a price: two decimals, four below a dollar. */
export function priceText(text: string | null): string {
  const value = text === null ? null : readDecimal(text);
  if (value === null) return UNKNOWN;
  const belowDollar = writeDecimal(value, 4).replace("-", "").startsWith("0.");
  return groupDigits(writeDecimal(value, belowDollar ? 4 : 2));
}

/** Writes an average price with two to four decimals. */
export function averagePriceText(text: string | null): string {
  const value = text === null ? null : readDecimal(text);
  if (value === null) return UNKNOWN;
  return groupDigits(
    writeDecimal(value, 4)
      .replace(/(\.\d\d)0{1,2}$/, "$1")
      .replace(/(\.\d{3})0$/, "$1"),
  );
}

/** Writes shares: grouped, fractions to nine places without trailing zeros. */
export function quantityText(text: string | null): string {
  const value = text === null ? null : readDecimal(text);
  if (value === null) return UNKNOWN;
  return groupDigits(trimZeros(writeDecimal(value, Math.min(9, value.scale))));
}

/** Writes a percentage with two decimals: "12.34%". */
export function percentText(text: string | null): string {
  const value = text === null ? null : readDecimal(text);
  return value === null ? UNKNOWN : `${groupDigits(writeDecimal(value, 2))}%`;
}

/** Writes a result in percent with its sign: "+1.20%". */
export function signedPercentText(text: string | null): string {
  const shown = percentText(text);
  return text !== null && directionOf(text) === "up" ? `+${shown}` : shown;
}

/** Writes a cost in hundredths of a percent in words: positive is a cost, negative a gain. */
export function slippageText(bps: number | null): string {
  if (bps === null || !Number.isFinite(bps)) return UNKNOWN;
  const magnitude = Math.abs(bps).toFixed(1);
  if (Number(magnitude) === 0) return "0.0 bps";
  return bps > 0 ? `cost ${magnitude} bps` : `gain ${magnitude} bps`;
}

/** Writes the used share of a limit: whole percent, one decimal below ten. */
export function usedPercentText(percent: number): string {
  if (!Number.isFinite(percent)) return UNKNOWN;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toFixed(1)}%`;
}
