import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ListenerStage, STANDING, token } from "../test/listener-stage.ts";

let on: ListenerStage;
beforeEach(async () => {
  on = await ListenerStage.open();
});
afterEach(() => on.close());

describe("/kill/plain", () => {
  const cookie = () => ({ cookie: `interlock_kill=${token()}` });
  const FORM = { "content-type": "application/x-www-form-urlencoded" };
  const own = () => ({ ...FORM, ...cookie(), origin: `http://localhost:${on.listener.port}` });

  test("offers the three modes in a form that needs no script and may run none", async () => {
    const answer = await on.call({ method: "GET", path: "/kill/plain", headers: cookie() });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/<script|javascript:|\son[a-z]+=/i);
    expect(answer.text).toMatch(/<html lang="en">/);
    expect(answer.text).toMatch(/<legend>What to stop<\/legend>/);
    for (const mode of ["halt", "cancel", "flatten"])
      expect(answer.text).toContain(`value="${mode}"`);
    expect(answer.text).toMatch(/<label for="reason">/);
    expect(String(answer.headers["content-security-policy"])).toMatch(
      /default-src 'none'.*frame-ancestors 'none'/,
    );
  });

  test("engages the kill, leads back to the page, and the page shows how far it is", async () => {
    const body = "commandId=p1&mode=cancel&reason=smoke&sure=yes";
    const posted = await on.call({ path: "/kill/plain", headers: own(), body });
    expect([posted.status, posted.headers.location]).toEqual([303, "/kill/plain"]);
    await expect.poll(() => on.desk.report()?.stage).toBe("proven");
    const page = await on.call({ method: "GET", path: "/kill/plain", headers: cookie() });
    expect(page.text).toContain("Proven: the venue showed no open order twice.");
    expect(page.text).toContain("Ada (plain)");
    expect(page.text).not.toContain('http-equiv="refresh"');
  });

  test("reloads itself while the kill is not done", async () => {
    on.venue.failures = 1_000_000;
    await on.call({
      path: "/kill/plain",
      headers: own(),
      body: "commandId=p1&mode=cancel&sure=yes",
    });
    const page = await on.call({ method: "GET", path: "/kill/plain", headers: cookie() });
    expect(page.text).toContain('http-equiv="refresh" content="2"');
  });

  test("sent twice is one kill", async () => {
    const body = "commandId=p1&mode=cancel&sure=yes";
    await Promise.all([1, 2].map(() => on.call({ path: "/kill/plain", headers: own(), body })));
    expect(on.engine.commands).toHaveLength(1);
  });

  test("stops a part alone where one is chosen, and shows how far that is", async () => {
    const shown = await on.call({ method: "GET", path: "/kill/plain", headers: cookie() });
    expect(shown.text).toContain('<option value="symbol:IBM">only IBM</option>');
    const body = "commandId=p1&mode=halt&sure=yes&scope=symbol%3AIBM";
    await on.call({ path: "/kill/plain", headers: own(), body });
    expect(on.desk.latched).toBe(false);
    const page = await on.call({ method: "GET", path: "/kill/plain", headers: cookie() });
    expect(page.text).toContain("Proven for IBM, mode halt.");
  });

  test.each([
    "commandId=p1&mode=cancel",
    "commandId=p1&mode=cancel&sure=yes&scope=symbol%3A%3F",
    "commandId=p1&mode=cancel&sure=yes&scope=typo",
    "commandId=p1&mode=bang&sure=yes",
    "",
    "mode=cancel&sure=yes",
  ])("does nothing with the form %j and says so", async (body) => {
    const answer = await on.call({ path: "/kill/plain", headers: own(), body });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("Nothing was done");
    expect(on.desk.latched).toBe(false);
  });

  test("without a session shows a field for the kill token, what else can be done, and nothing of the account", async () => {
    await on.call({
      path: "/kill/plain",
      headers: own(),
      body: "commandId=p1&mode=halt&sure=yes&scope=symbol%3AIBM&reason=secret",
    });
    const answer = await on.call({ method: "GET", path: "/kill/plain" });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<label for="token">Kill token</label>');
    expect(answer.text).toMatch(/<form method="post" action="\/kill\/plain">/);
    expect(answer.text).toContain("./interlock kill --mode cancel");
    expect(answer.text).not.toMatch(/IBM|Ada|secret|Proven|role="status"/);
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  const typed = (secret: string, more = "mode=cancel&sure=yes") =>
    `commandId=p1&${more}&token=${encodeURIComponent(secret)}`;
  const stranger = () => ({ ...FORM, origin: `http://localhost:${on.listener.port}` });

  test("stops everything by the kill token in its form, shows how far it is, and never shows the token", async () => {
    const headers = stranger();
    const posted = await on.call({ path: "/kill/plain", headers, body: typed(` ${STANDING} `) });
    expect(posted.status).toBe(200);
    expect(posted.text).toContain("the holder of the kill token (plain)");
    expect(on.desk.latched).toBe(true);
    await expect.poll(() => on.desk.report()?.stage).toBe("proven");
    const look = typed(STANDING, "look=yes");
    const shown = await on.call({ path: "/kill/plain", headers, body: look });
    expect(shown.text).toContain("Proven: the venue showed no open order twice.");
    expect(`${posted.text}${shown.text}`).not.toContain(STANDING);
    expect(shown.text).not.toContain('http-equiv="refresh"');
    expect([shown.headers["cache-control"], shown.headers["set-cookie"]]).toEqual([
      "no-store",
      undefined,
    ]);
    expect(on.engine.commands).toHaveLength(1);
  });

  test("only shows what is stopped, where that is asked with the kill token", async () => {
    const body = typed(STANDING, "mode=cancel&sure=yes&look=yes");
    const shown = await on.call({ path: "/kill/plain", headers: stranger(), body });
    expect([shown.status, on.desk.latched]).toEqual([200, false]);
    expect(shown.text).toContain("No kill is in force");
  });

  test("takes a typed token where the browser still sends the cookie of a session that is over", async () => {
    const headers = { ...own(), cookie: `interlock_kill=${token({ exp: 1 })}` };
    const seen = await on.call({ method: "GET", path: "/kill/plain", headers });
    expect(seen.text).toContain("The kill token has expired");
    const posted = await on.call({ path: "/kill/plain", headers, body: typed(STANDING) });
    expect([posted.status, on.desk.latched]).toEqual([200, true]);
  });

  test.each(["", "wrong", "x".repeat(40)])(
    "with the token %j does nothing, says so, and asks for it again",
    async (secret) => {
      const answer = await on.call({
        path: "/kill/plain",
        headers: stranger(),
        body: typed(secret),
      });
      expect([answer.status, on.desk.latched]).toEqual([401, false]);
      expect(answer.text).toContain('<label for="token">Kill token</label>');
      expect(answer.text).toContain('role="alert"');
      expect(answer.text).not.toMatch(/IBM|No kill is in force/);
    },
  );

  test("takes no kill token in its address", async () => {
    const path = `/kill/plain?token=${STANDING}`;
    const body = "commandId=p1&mode=cancel&sure=yes";
    const answer = await on.call({ path, headers: stranger(), body });
    expect([answer.status, on.desk.latched]).toEqual([401, false]);
  });

  test("from another site is refused", async () => {
    const headers = { ...FORM, ...cookie(), origin: "https://evil.example" };
    const answer = await on.call({
      path: "/kill/plain",
      headers,
      body: "commandId=p1&mode=cancel&sure=yes",
    });
    expect(answer.status).toBe(403);
    expect(on.desk.latched).toBe(false);
  });

  test("W18 shows what people wrote as text, never as markup", async () => {
    const body = `commandId=p1&mode=cancel&sure=yes&reason=${encodeURIComponent("<img src=x>\"'&")}`;
    await on.call({ path: "/kill/plain", headers: own(), body });
    const page = await on.call({ method: "GET", path: "/kill/plain", headers: cookie() });
    expect(page.text).toContain("&#60;img src=x&#62;&#34;&#39;&#38;");
    expect(page.text).not.toContain("<img");
  });
});
