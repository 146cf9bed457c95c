import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { CHILD_NAMES, type ChildName } from "../run-files.ts";
import { Supervisor } from "../supervisor.ts";

/**
 * A supervisor with stand-ins for all its children, as a process of its own.
 * Arguments: data folder, file for notes, and for each child that misbehaves NAME=BEHAVIOR.
 */
const [dataDir = "", notes = "", ...behaviors] = process.argv.slice(2);
const behaviorOf = (name: ChildName) =>
  behaviors.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

const supervisor = new Supervisor({
  dataDir,
  plans: CHILD_NAMES.map((name) => ({
    name,
    args: [join(import.meta.dirname, "stand-in-child.mjs"), name, notes, behaviorOf(name)],
    env: process.env,
    cwd: dataDir,
  })),
  say: (sentence) => process.stderr.write(`${sentence}\n`),
  started: () => {},
  ready: () => appendFileSync(notes, "ready\n"),
});
process.on("SIGINT", () => supervisor.stop({ code: 0, sentence: "" }));
const outcome = await supervisor.run();
appendFileSync(notes, `end ${outcome.code} ${outcome.sentence}\n`);
process.exitCode = outcome.code;
