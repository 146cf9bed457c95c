import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import { browserArguments, findBrowser } from "../browser.ts";
import { bundledChromium } from "../bundled-chromium.ts";

const PAGE = `
  <title>Interlock</title>
  <style>p { font: 32px sans-serif; margin: 0 }</style>
  <p>Halt new · 1,234.56</p><button>Count</button><output>0</output>
  <script>
    document.querySelector("button").onclick = () => {
      const output = document.querySelector("output");
      output.textContent = String(Number(output.textContent) + 1);
    };
  </script>`;

const WAYS = [
  { name: "the browser that was found", find: findBrowser, packaged: false },
  { name: "the packaged Chromium", find: async () => bundledChromium(), packaged: true },
];

/** A browser that the other tests can trust runs scripts, keeps the market's time zone and shows text in a font. */
for (const { name, find, packaged } of WAYS) {
  test(`${name} runs scripts and has a font`, async () => {
    const isPackagedFor = process.platform === "linux" && process.arch === "x64";
    test.skip(packaged && !isPackagedFor, "the package holds a Chromium for Linux on x64 only");
    const { executablePath, env } = await find();
    const browser = await chromium.launch({
      executablePath,
      env: { ...process.env, ...env },
      args: browserArguments(process.getuid?.() === 0, true),
    });
    try {
      await proveUseful(await openPage(browser));
    } finally {
      await browser.close();
    }
  });
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ timezoneId: "America/New_York" });
  await page.setContent(PAGE);
  return page;
}

async function proveUseful(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Count" }).click();
  await expect(page.locator("output")).toHaveText("1");
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(zone).toBe("America/New_York");
  const { narrow, wide } = await page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.font = "32px sans-serif";
    return { narrow: context.measureText("iiii").width, wide: context.measureText("MMMM").width };
  });
  // Without fonts every letter is an equally wide box, or nothing at all.
  expect(wide).toBeGreaterThan(narrow * 1.5);
  expect((await page.locator("p").boundingBox())?.height).toBeGreaterThan(30);
  // A picture of nothing compresses to almost nothing.
  expect((await page.locator("p").screenshot()).byteLength).toBeGreaterThan(1_500);
}
