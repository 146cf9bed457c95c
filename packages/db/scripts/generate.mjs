// Generates the Prisma client into src/generated, unless it is there already for this very schema.
// Usage: node scripts/generate.mjs [--force]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const packageDir = fileURLToPath(new URL("..", import.meta.url));
const schemaDir = join(packageDir, "prisma/schema");
const client = join(packageDir, "src/generated/client.ts");
const stamp = join(packageDir, "src/generated/.schema-hash");
const require = createRequire(import.meta.url);

function contentHash() {
  const hash = createHash("sha256").update(readFileSync(require.resolve("prisma/package.json")));
  hash.update(readFileSync(join(packageDir, "prisma.config.ts")));
  for (const name of readdirSync(schemaDir).sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(schemaDir, name)));
  }
  return hash.digest("hex");
}

const wanted = contentHash();
const isCurrent = existsSync(client) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
if (!isCurrent || process.argv.includes("--force")) {
  rmSync(stamp, { force: true });
  const command = [require.resolve("prisma/build/index.js"), "generate"];
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: packageDir, env });
  if (status !== 0) {
    process.stderr.write(`The Prisma client cannot be generated:\n${stdout}${stderr}\n`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
