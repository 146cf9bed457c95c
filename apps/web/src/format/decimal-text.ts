/**
 * Arithmetic on decimal strings for showing them: amounts come as text and stay exact, without a binary float between.
 * A text that is no plain decimal gives null, which every caller shows as unknown.
 */

/** An exact decimal: units × 10^-scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PLAIN = /^(-)?(\d+)(?:\.(\d+))?$/;

/** Reads a plain decimal such as "-12.50"; null for anything else. */
export function readDecimal(text: string): Decimal | null {
  const match = PLAIN.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? "";
  const magnitude = BigInt(`${match[2] ?? "0"}${fraction}`);
  return { units: match[1] === "-" ? -magnitude : magnitude, scale: fraction.length };
}

function rescale(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** Writes a decimal with exactly `decimals` places, a half rounded away from zero. */
export function writeDecimal(value: Decimal, decimals: number): string {
  const units = value.scale <= decimals ? rescale(value, decimals) : roundTo(value, decimals);
  const magnitude = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const sign = units < 0n ? "-" : "";
  if (decimals === 0) return `${sign}${magnitude}`;
  return `${sign}${magnitude.slice(0, -decimals)}.${magnitude.slice(-decimals)}`;
}

function roundTo(value: Decimal, decimals: number): bigint {
  const divisor = 10n ** BigInt(value.scale - decimals);
  const half = divisor / 2n;
  return (value.units + (value.units < 0n ? -half : half)) / divisor;
}

/** Returns -1, 0 or 1; 0 also for a text that is no decimal. */
export function signOf(text: string): -1 | 0 | 1 {
  const value = readDecimal(text);
  if (value === null || value.units === 0n) return 0;
  return value.units < 0n ? -1 : 1;
}

/** Returns a - b as text with the longer of both scales, or null when either is no decimal. */
export function subtractDecimals(a: string, b: string): string | null {
  const [x, y] = [readDecimal(a), readDecimal(b)];
  if (x === null || y === null) return null;
  const scale = Math.max(x.scale, y.scale);
  return writeDecimal({ units: rescale(x, scale) - rescale(y, scale), scale }, scale);
}

/** Returns the sum of all, or null when one of them is unknown: a total inherits its worst input. */
export function sumDecimals(texts: readonly (string | null)[]): string | null {
  let total: Decimal = { units: 0n, scale: 0 };
  for (const text of texts) {
    const value = text === null ? null : readDecimal(text);
    if (value === null) return null;
    const scale = Math.max(total.scale, value.scale);
    total = { units: rescale(total, scale) + rescale(value, scale), scale };
  }
  return writeDecimal(total, total.scale);
}

/** Groups the digits before the point in threes and sets the true minus sign: "-1234.5" → "−1,234.5". */
export function groupDigits(text: string): string {
  const negative = text.startsWith("-");
  const [whole = "", fraction] = text.slice(negative ? 1 : 0).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const tail = fraction === undefined ? "" : `.${fraction}`;
  return `${negative ? "\u2212" : ""}${grouped}${tail}`;
}

/** Drops trailing zeros after the point: "1.500" → "1.5", "2.00" → "2". */
export function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
