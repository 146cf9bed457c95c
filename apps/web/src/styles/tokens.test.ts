import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Recomputes from the style sheet itself the contrast that WCAG 2.2 asks for. */

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
type Theme = "light" | "dark";

function block(selector: string): string {
  const start = css.indexOf(`${selector} {`);
  return css.slice(start, css.indexOf("}", start));
}

/** Returns the color of a token in a theme, e.g. "#e6edf3". */
function token(name: string, theme: Theme, selector = ":root"): string {
  const value = new RegExp(`--${name}: ([^;]+);`).exec(block(selector))?.[1] ?? "";
  const pair = /^light-dark\((#\w+), (#\w+)\)$/.exec(value);
  const color = pair === null ? value : theme === "light" ? pair[1] : pair[2];
  if (color === undefined || !/^#[0-9a-f]{6}$/i.test(color))
    throw new Error(`no color for ${name}: ${value}`);
  return color;
}

function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const THEMES: readonly Theme[] = ["light", "dark"];
const SURFACES = ["bg", "s1", "s2"];
const TEXTS = [
  "text",
  "muted",
  "faint",
  "ok",
  "warn",
  "critical",
  "stale",
  "accent",
  "up",
  "down",
  "focus",
];
const pairs = THEMES.flatMap((theme) => SURFACES.map((surface) => ({ theme, surface })));

describe.each(pairs)("on $surface in the $theme theme", ({ theme, surface }) => {
  test.each(TEXTS)("the text color %s has at least 4.5 to 1", (name) => {
    expect(contrast(token(name, theme), token(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["cvd", "red-up"])(
    "both directions of the palette %s have at least 4.5 to 1",
    (palette) => {
      for (const name of ["up", "down"]) {
        const color = token(name, theme, `[data-palette="${palette}"]`);
        expect(contrast(color, token(surface, theme))).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test("the border of a control has at least 3 to 1", () => {
    expect(contrast(token("control", theme), token(surface, theme))).toBeGreaterThanOrEqual(3);
  });
});

test.each(["sim", "paper", "live", "halted", "unknown"])(
  "the strip of %s has at least 4.5 to 1",
  (look) => {
    expect(
      contrast(token(`strip-${look}`, "dark"), token(`strip-${look}-on`, "dark")),
    ).toBeGreaterThanOrEqual(4.5);
  },
);

test("the kill switch's label has at least 4.5 to 1 on its fill", () => {
  expect(
    contrast(token("critical-fill", "dark"), token("critical-on", "dark")),
  ).toBeGreaterThanOrEqual(4.5);
});
