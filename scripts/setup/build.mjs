import { Refusal } from "./checkout.mjs";
import { say, step } from "./progress.mjs";
import { runTool } from "./run-command.mjs";

/** What people call the tasks of turbo.json. */
const NAMES = new Map([
  ["@interlock/db:generate", "database client"],
  ["@interlock/engine:build", "engine"],
  ["@interlock/web:build", "console"],
]);

/**
 * Reads one line of turbo's output; returns which task it announces and whether it has to run.
 * @param {string} line
 */
export function readTaskLine(line) {
  const match = /^(\S+:\S+): cache (hit|miss|bypass)/.exec(line);
  if (match === null) return undefined;
  return { task: match[1] ?? "", cached: match[2] === "hit" };
}

/** Builds what `./interlock start` runs; turbo skips what has not changed since the last time. */
export async function build() {
  await step("build", "preparing the database client, the engine and the console", async () => {
    const args = ["run", "build", "--ui=stream", "--log-order=stream", "--output-logs=new-only"];
    const { code, output } = await runTool("turbo/bin/turbo", args, {
      onLine: (line) => {
        const task = readTaskLine(line);
        if (task && !task.cached) say("build", `${NAMES.get(task.task) ?? task.task} …`);
      },
    });
    if (code !== 0)
      throw new Refusal(`The build failed:\n${output.split("\n").slice(-60).join("\n")}`);
  });
}
