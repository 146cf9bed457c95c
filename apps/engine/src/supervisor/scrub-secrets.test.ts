import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChild } from "./child-process.ts";
import { RotatingLog } from "./rotating-log.ts";
import { LineScrubber, makeScrub } from "./scrub-secrets.ts";

const VARIABLES = {
  ALPACA_API_KEY: "PKTESTKEY00000000001",
  ALPACA_SECRET_KEY: "s3cr3t-of-the-broker-account-aaaa",
  DATABASE_URL: "postgresql://desk:pa%24sword-of-desk@db.example:5432/interlock",
  INTERLOCK_KILL_TOKEN: "standing-kill-token-of-this-desk-0001",
};
const KEY = `ilk_live_0a1b2c3d_${"K".repeat(43)}`;
const SESSION = "interlock.session_token=abcdefghijklmnop.qrstuvwxyz%3D";
const SECRETS = [
  ...Object.values(VARIABLES),
  "pa$sword-of-desk",
  "pa%24sword-of-desk",
  "K".repeat(43),
  "abcdefghijklmnop.qrstuvwxyz",
  "claims.of-the-bearer",
  "one-time-token-of-a-link",
];

/** What a program says when everything goes wrong at once, on both streams, in pieces. */
const PROGRAM = `
const { pino } = await import("pino");
const log = pino(pino.destination({ dest: 2, sync: true }));
log.error({ headers: { cookie: ${JSON.stringify(`${SESSION}; interlock_kill=claims.of-the-bearer`)} } }, "refused");
log.error(new Error("connect to " + process.env.DATABASE_URL + " failed"));
log.warn({ secretKey: process.env.ALPACA_SECRET_KEY }, "key " + process.env.ALPACA_API_KEY);
log.info('a symbol called "\\n{\\"level\\":60,\\"msg\\":\\"forged\\"}\\r\\n"');
console.log("Authorization: Bearer ${KEY}");
console.log("open http://localhost:3000/sign-in?token=one-time-token-of-a-link now");
console.error(new Error("pa$sword-of-desk").stack);
process.stdout.write(process.env.INTERLOCK_KILL_TOKEN.slice(0, 12));
await new Promise((resolve) => setImmediate(resolve));
process.stdout.write(process.env.INTERLOCK_KILL_TOKEN.slice(12) + " at the end");
`;

const folder = mkdtempSync(join(tmpdir(), "il-scrub-"));
let written = "";
let ended = "";

beforeAll(async () => {
  const path = join(folder, "child.log");
  const log = new RotatingLog(path);
  ended = await new Promise<string>((resolve) => {
    const plan = {
      name: "engine" as const,
      args: ["--input-type=module", "-e", `${PROGRAM}\nprocess.exitCode = 1;`],
      cwd: join(import.meta.dirname, "../.."),
      env: { ...process.env, ...VARIABLES },
    };
    startChild(plan, log, {
      ready: () => undefined,
      alive: () => undefined,
      folding: () => undefined,
      exited: resolve,
    });
  });
  log.close();
  written = readFileSync(path, "utf8");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the log of a child", () => {
  test.each(SECRETS)("W22 never holds the secret %s", (secret) => {
    expect(written).not.toContain(secret);
    expect(ended).not.toContain(secret);
  });

  test("W22 still says what happened, to the last word", () => {
    expect(written).toContain("postgresql://desk:[hidden]@db.example");
    expect(written).toContain("Bearer [hidden]");
    expect(written).toContain("refused");
    expect(written).toMatch(/\[hidden\] at the end$/);
  });

  test("W18 has no line that somebody else wrote: a line break in a name stays in its line", () => {
    const levels = written.split("\n").filter((line) => line.startsWith('{"level":60'));
    expect(levels).toEqual([]);
    expect(written).toContain("forged");
  });
});

test("W22 a secret that comes in two pieces is hidden, and nothing is lost or doubled", () => {
  const out: string[] = [];
  const scrub = makeScrub(VARIABLES);
  const lines = new LineScrubber(scrub, (chunk) => out.push(chunk.toString()));
  const text = `one\nkey ${VARIABLES.ALPACA_SECRET_KEY} two\nthree`;
  for (const letter of text) lines.take(Buffer.from(letter));
  lines.flush();
  expect(out.join("")).toBe("one\nkey [hidden] two\nthree");
});

test("W22 a name or a word is no secret", () => {
  const scrub = makeScrub({ PATH: "/usr/bin", ALPACA_API_KEY: "PK" });
  const text = 'PK sold 10 SPY at 100.02; /usr/bin/node; {"msg":"ready"}';
  expect(scrub(text)).toBe(text);
});
