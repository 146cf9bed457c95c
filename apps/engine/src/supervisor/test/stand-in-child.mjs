// Stands in for a part of the product: says that it is ready, notes how it was started, and ends as it is told to.
// Arguments: name, file for notes, and how it behaves.
import { appendFileSync } from "node:fs";
import { spawn } from "node:child_process";

const [name = "", notes = "", behavior = ""] = process.argv.slice(2);
const note = (what) => appendFileSync(notes, `${what} ${name}\n`);

note(`start${process.env.INTERLOCK_START_HALTED ? `(${process.env.INTERLOCK_START_HALTED})` : ""}`);

if (behavior === "refuse") {
  console.error("config/system.json is missing; it must exist.");
  process.exit(1);
}
if (behavior === "stubborn") process.on("SIGTERM", () => note("ignore"));
else {
  process.on("SIGTERM", () => {
    note("stop");
    process.exit(0);
  });
}
// A child of the child must not keep the pipes of its parent open.
if (behavior === "forks") spawn("sleep", ["60"], { stdio: "ignore", detached: true }).unref();

console.log(JSON.stringify({ ready: true, port: 1 }));
setInterval(() => {}, 1_000);
