import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { DatabaseStartError } from "../database-start-error.ts";
import { type DataFolder, passwordFile } from "./data-folder.ts";
import { chooseRunWay, type RunWay, spawnInWay } from "./run-way.ts";
import { faultInLog, logSize } from "./server-log.ts";

export const SUPERUSER = "interlock";

/** Makes a cluster beside its final place and moves it there when complete: a crash midway leaves nothing half-made. */
export async function createCluster(folder: DataFolder, nativeDir: string): Promise<void> {
  const { clusterInProgress: cluster, binaries: copyDir } = folder;
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  const way = chooseRunWay({ nativeDir, copyDir, clusterDir: cluster });
  const password = randomBytes(24).toString("base64url");
  const handover = join(folder.root, "password.new");
  writePrivately(handover, password, way);
  try {
    await runInitdb(folder, way, handover);
  } finally {
    rmSync(handover, { force: true });
  }
  writePrivately(passwordFile(cluster), password, way);
  renameSync(cluster, folder.cluster);
}

async function runInitdb(folder: DataFolder, way: RunWay, passwordPath: string): Promise<void> {
  const logStart = logSize(folder.serverLog);
  const logFd = openSync(folder.serverLog, "a", 0o600);
  const args = [
    ...["-D", folder.clusterInProgress, "-U", SUPERUSER],
    ...["--auth=scram-sha-256", `--pwfile=${passwordPath}`],
    ...["-E", "UTF8", "--locale=C", "--data-checksums"],
  ];
  const child = spawnInWay(way, { program: "initdb", args, logFd });
  closeSync(logFd);
  await once(child, "exit");
  if (child.exitCode === 0) return;
  throw new DatabaseStartError(
    `initdb failed: ${faultInLog(folder.serverLog, logStart)} See ${folder.serverLog}.`,
  );
}

function writePrivately(file: string, text: string, way: RunWay): void {
  rmSync(file, { force: true });
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  if (way.owner !== null) chownSync(file, way.owner.uid, way.owner.gid);
}
