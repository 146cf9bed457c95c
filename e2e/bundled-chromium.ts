import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FoundBrowser } from "./found-browser.ts";

const HERE = dirname(fileURLToPath(import.meta.url));

/**
 * Unpacks the Chromium that comes as a package, with the libraries and the font that a bare Linux lacks, into the
 * package cache, once for each version. Takes about 3 s and 210 MB the first time.
 */
export function bundledChromium(): FoundBrowser {
  const { version, folder: packed } = packagedChromium();
  const folder = join(HERE, "..", "node_modules", ".cache", "interlock", `chromium-${version}`);
  if (!existsSync(folder)) unpackInto(folder, packed);
  return {
    source: `@sparticuz/chromium ${version}`,
    executablePath: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") },
  };
}

function packagedChromium(): { version: string; folder: string } {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const folder = join(dirname(entry), "..");
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const isNamed = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return { version: isNamed ? String(manifest.version) : "unknown", folder };
}

/** Unpacks beside the target and renames, so that two runs at once, or an interrupted one, leave no half. */
function unpackInto(folder: string, packed: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const staging = mkdtempSync(`${folder}-`);
  // The package writes into the temporary folder, wherever that is said to be.
  execFileSync(process.execPath, [join(HERE, "unpack-chromium.mjs"), join(packed, "bin")], {
    cwd: HERE,
    env: { ...process.env, TMPDIR: staging },
    stdio: "inherit",
  });
  writeFileSync(join(staging, "fonts", "fonts.conf"), fontsConfiguration(join(folder, "fonts")));
  try {
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <cachedir>${join(folder, "cache")}</cachedir>
</fontconfig>
`;
}
