import { simulate } from "./simulation.ts";

/**
 * Runs every `stride`-th seed from `first` on, `count` in all, and prints each result as a line of JSON. Started by
 * `npm run simulate`, once for each core.
 */
const [first = "1", count = "1", stride = "1"] = process.argv.slice(2);
for (let done = 0; done < Number(count); done += 1) {
  const seed = String(Number(first) + done * Number(stride));
  console.log(JSON.stringify(await simulate(seed)));
}
