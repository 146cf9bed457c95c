import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "./build.mjs";
import { demandWritableCheckout, quietEnvironment, Refusal, ROOT } from "./checkout.mjs";
import { install } from "./install.mjs";
import { dataFolder, runningInstance } from "./running-instance.mjs";
import { startFault, toldHelp } from "./told-help.mjs";

/**
 * Installs and builds what is missing, then hands over to `./interlock start`. Exits as that exits.
 * @param {readonly string[]} args passed on to `./interlock start`
 */
export async function startProduct(args) {
  // A question about the options, and one that there is not, install and build nothing.
  const help = toldHelp(["start", ...args]);
  if (help !== undefined) {
    process.stdout.write(help);
    return;
  }
  const fault = startFault(args);
  if (fault !== undefined) {
    console.error(`${fault}\nThe options are told by npm start -- --help.`);
    process.exitCode = 2;
    return;
  }
  try {
    const running = runningInstance(dataFolder(ROOT, args));
    if (running) {
      console.log(
        `Interlock already runs at ${running.url} (process ${running.pid}, since ${running.startedAt}).`,
      );
      return;
    }
    demandWritableCheckout();
    console.log("Interlock");
    await install("product", refuseUnderRunningProduct);
    await build();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  handOver(["start", ...args]);
}

/** Refuses to replace the packages of a product that runs from them. */
export function refuseUnderRunningProduct() {
  const running = runningInstance(dataFolder(ROOT, []));
  if (!running) return;
  throw new Refusal(
    `Interlock runs from this folder (${running.url}, process ${running.pid}) and its packages are out of date. Stop it with ./interlock stop, then run this again.`,
  );
}

/**
 * Runs the CLI in our place: same terminal, same signals, same exit code.
 * @param {readonly string[]} args
 */
function handOver(args) {
  const child = spawn(process.execPath, [join(ROOT, "interlock"), ...args], {
    cwd: ROOT,
    env: quietEnvironment(),
    stdio: "inherit",
  });
  // A terminal sends Ctrl-C to the child as well: sent twice, it would read as "at once".
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  child.on("error", (error) => {
    console.error(`Interlock could not start: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === "SIGINT" ? 2 : 15);
  });
}
