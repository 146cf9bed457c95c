import { expect, test } from "../fixtures/console.ts";

test("every page has a policy with a nonce of its own, is framed by nobody, and shows no source", async ({
  page,
}) => {
  const nonces = new Set<string>();
  for (const path of ["/", "/kill", "/risk", "/no-such-page"]) {
    const response = await page.goto(path);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(/script-src [^;]*'unsafe-inline'/.test(policy)).toBe(false);
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
  }
  expect(nonces.size).toBe(4);
  expect(nonces.has("")).toBe(false);
  const scripts = await page
    .locator("script[src]")
    .evaluateAll((all) => all.map((one) => (one instanceof HTMLScriptElement ? one.src : "")));
  for (const script of scripts)
    expect((await page.request.get(`${script}.map`)).status()).toBe(404);
});
