import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { changeByHand } from "../fixtures/forger.ts";
import { visit } from "../fixtures/gestures.ts";

const rows = (page: Page) => page.locator(".grid-table tbody tr");
const standing = (page: Page) => page.getByTestId("audit-standing");
const verdicts = (page: Page) => page.getByTestId("audit-verdicts");

async function verify(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Verify all" }).click();
  await expect(page.getByRole("button", { name: "Verify all" })).toBeEnabled({ timeout: 30_000 });
}

/** Opens the page once the journal's first head is in two places and rows are there. */
async function open(page: Page, path = "/audit"): Promise<void> {
  await visit(page, path);
  await expect(async () => {
    await page.reload();
    await expect(standing(page)).toContainText("is kept outside the database", { timeout: 3_000 });
    await expect(rows(page).first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
}

test("check 40: a clean trail verifies with three verdicts", async ({ page }) => {
  await open(page);
  await verify(page);
  await expect(verdicts(page)).toContainText("Sound.");
  await expect(verdicts(page)).toContainText("Every entry follows from the one before it");
  await expect(verdicts(page)).toContainText("Every entry is what its checksum and its hash say");
  await expect(verdicts(page)).toContainText(/Anchored up to entry \d+ at \d{4}-/);
});

test("a record is found by its fields, and its link brings it back with its hashes", async ({
  page,
}) => {
  await open(page, "/audit?group=all");
  const search = page.getByRole("searchbox", { name: "Search the audit trail" });
  await search.fill("seq:1");
  await search.press("Enter");
  const start = rows(page).filter({ hasText: "engine started" });
  await expect(start).toHaveCount(1);
  await page.getByRole("button", { name: "Save this search" }).click();
  await start.click();
  const record = page.getByTestId("audit-record");
  await expect(record).toContainText("as journaled");
  await expect(record.locator(".audit-hash").last()).toHaveText(/^[0-9a-f]{64}$/);
  const link = new URL(page.url());
  expect(link.searchParams.get("record")).toMatch(/^1\.\d+$/);
  await page.reload();
  await expect(record).toContainText("engine started");
  await expect(page.getByRole("button", { name: "seq:1", exact: true })).toBeVisible();
});

test("W23 an export from the page verifies on the command line, and its tampered copy does not", async ({
  page,
  system,
}) => {
  await open(page);
  const folder = mkdtempSync(join(tmpdir(), "il-e2e-export-"));
  const saved: Promise<void>[] = [];
  page.on("download", (file) => {
    const name = file.suggestedFilename().replace("interlock-", "");
    saved.push(file.saveAs(join(folder, name)));
  });
  await page.getByRole("button", { name: "Export with proof" }).click();
  await expect(page.getByText(/^Exported \d+ entries/)).toBeVisible();
  await expect.poll(() => saved.length).toBe(2);
  await Promise.all(saved);
  const key = join(system.dataDir, "keys", "head.pub");
  const good = await system.interlock("verify-audit", "--export", folder, "--key", key);
  expect(good.stdout).toContain("Links:    sound");
  expect(good.code).toBe(0);
  const path = join(folder, "entries.jsonl");
  const lines = readFileSync(path, "utf8").split("\n");
  lines[1] = (lines[1] ?? "").replace('\\"time\\":1', '\\"time\\":2');
  writeFileSync(path, lines.join("\n"));
  const bad = await system.interlock("verify-audit", "--export", folder, "--key", key);
  expect(bad.code).toBe(1);
  const { seq } = JSON.parse(lines[1]) as { seq: number };
  expect(bad.stdout).toContain(`First bad entry: ${seq}`);
  rmSync(folder, { recursive: true });
});

test("a truncated tail is told as behind its anchor, offline on a copy", async ({
  page,
  system,
}) => {
  await open(page);
  const copy = mkdtempSync(join(tmpdir(), "il-e2e-copy-"));
  const backup = join(copy, "backup");
  const made = await system.interlock("backup", "--to", backup, "--no-database");
  expect(made.stderr).toBe("");
  const heads = join(system.dataDir, "heads");
  const [segment = ""] = readdirSync(join(backup, "journal"));
  const path = join(backup, "journal", segment);
  const bytes = readFileSync(path);
  // The first entry alone is left, and no head file that could tell.
  writeFileSync(path, bytes.subarray(0, 96 + 52 + bytes.readUInt32LE(100)));
  rmSync(join(backup, "head"));
  const key = join(system.dataDir, "keys", "head.pub");
  const where = ["--no-database", "--data-dir", backup, "--anchor", heads, "--key", key];
  const { code, stdout } = await system.interlock("verify-audit", ...where);
  expect(code).toBe(1);
  expect(stdout).toContain("Anchors: behind anchor: entry");
  rmSync(copy, { recursive: true });
});

test("a row that was changed in Postgres is shown as such, beside what the journal says", async ({
  page,
  system,
}) => {
  await open(page, "/audit?group=all&search=seq%3A1");
  const where = "where journal_seq = 1 and record_index = 0";
  await changeByHand(system, `update ledger.audit_entries set actor = 'Mallory' ${where}`);
  await page.reload();
  const row = rows(page).filter({ hasText: "Mallory" });
  await expect(row).toContainText("changed");
  await row.click();
  const record = page.getByTestId("audit-record");
  await expect(record).toContainText(
    "actor of record 0 (engine_started) is not what the journal says",
  );
  await expect(standing(page)).toContainText("are not what the journal says", { timeout: 30_000 });
  await changeByHand(system, `update ledger.audit_entries set actor = 'engine' ${where}`);
  await page.reload();
  await expect(record).toContainText("as journaled");
});

test("check 40: one changed byte gives the first bad entry, and an alarm on every page", async ({
  page,
  system,
}) => {
  await open(page);
  const folder = join(system.dataDir, "journal");
  const path = join(folder, readdirSync(folder).sort()[0] ?? "");
  const bytes = readFileSync(path);
  const at = 96 + 52 + bytes.readUInt32LE(100) + 60;
  const [sound, changed] = [bytes.readUInt8(at), bytes.readUInt8(at) ^ 1];
  writeByte(path, at, changed);
  try {
    await verify(page);
    await expect(verdicts(page)).toContainText("Not sound. First bad entry: 2.");
    await visit(page, "/");
    const alarm = page.getByText(/The audit trail did not verify: first bad entry 2/).first();
    await expect(alarm).toBeVisible({ timeout: 20_000 });
  } finally {
    // An engine that starts refuses a damaged journal, and other tests end engines of this product.
    writeByte(path, at, sound);
  }
  await open(page);
  await verify(page);
  await expect(verdicts(page)).not.toContainText("Not sound");
});

function writeByte(path: string, at: number, value: number): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.from([value]), 0, 1, at);
  closeSync(file);
}
