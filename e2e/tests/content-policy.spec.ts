import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";

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

/** Sets a mark wherever it is taken for markup and run. */
const INJECTED = `<img src="/x" onerror="document.title='hit'"><script>document.title='hit'</script>`;

test("W18 a script in a reason, a name and the venue's own words is shown as text on every page, and runs on none", async ({
  page,
  operator,
  venue,
}) => {
  const baseVersion = await operator.limitsVersion();
  const orders = Number((await operator.limits())["maxOpenOrders"]) - 1;
  const values = { maxOpenOrders: String(orders) };
  await operator.post("limits.change", { baseVersion, values, reason: INJECTED });
  const ask = { kind: "limits", baseVersion: baseVersion + 1, values: { maxOpenOrders: "150" } };
  await operator.post("approvals.request", { ask, reason: INJECTED });
  const invited = { name: INJECTED.slice(0, 80), email: "x@desk.test", role: "viewer" };
  expect((await operator.send("people.invite", invited)).ok()).toBe(true);
  const places = ["/risk", "/approvals", "/people", "/audit?search=actor%3AOwner"];
  for (const path of [...places, "/orders?tab=denied"]) {
    if (path.startsWith("/orders")) await venue.rejectOrders(INJECTED);
    await visit(page, path);
    if (path === "/risk")
      await page.locator("details summary", { hasText: "Owner" }).first().click();
    await expect(page.getByText("<img src=").first(), path).toBeVisible({ timeout: 30_000 });
    expect(await page.locator('img[src="/x"]').count(), path).toBe(0);
    expect(await page.title()).not.toBe("hit");
  }
  await venue.answerTruly();
});

test("a script that got into a page as markup does not run: its policy blocks it", async ({
  page,
}) => {
  await visit(page, "/");
  await page.evaluate((markup) => {
    const { dataset } = document.documentElement;
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      dataset["blocked"] = `${dataset["blocked"] ?? ""} ${effectiveDirective}`;
    });
    const place = document.createElement("div");
    place.innerHTML = markup;
    place.querySelector("img")?.addEventListener("error", () => {
      dataset["failed"] = "the picture";
    });
    document.body.append(place);
  }, INJECTED);
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-blocked", /script-src-attr/);
  // By now the handler in the markup would have run, and the script beside it too.
  await expect(root).toHaveAttribute("data-failed", "the picture");
  expect(await page.title()).not.toBe("hit");
});
