// Waits until a test run has ended, then stops its Postgres and deletes the folder.
// Usage: node test-server-reaper.mjs <process id of the run> <data folder>
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const [runProcess, dataDir] = [Number(process.argv[2]), process.argv[3] ?? ""];
const postmasterFile = join(dataDir, "cluster", "postmaster.pid");
const POLL_MS = 250;
const STOP_TRIES = 120;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function stopServer() {
  if (!existsSync(postmasterFile)) return;
  const pid = Number(readFileSync(postmasterFile, "utf8").split("\n")[0]);
  if (pid > 0 && isAlive(pid)) process.kill(pid, "SIGINT");
}

function reap(tries = 0) {
  if (existsSync(postmasterFile) && tries < STOP_TRIES) {
    if (tries % 20 === 0) stopServer();
    setTimeout(reap, POLL_MS, tries + 1);
    return;
  }
  rmSync(dataDir, { recursive: true, force: true });
}

function watch() {
  if (isAlive(runProcess)) setTimeout(watch, POLL_MS);
  else reap();
}

watch();
