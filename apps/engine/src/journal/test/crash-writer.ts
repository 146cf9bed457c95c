import type { Input } from "../../input.ts";
import { inputCodec } from "../input-codec.ts";
import { openCommitLog } from "../open-commit-log.ts";

// Appends entries to the journal named in its argument until it is killed, and prints each durable
// sequence number. Its records are as large as its second argument says, so that writes are cut at
// many places.
const [dir = "", recordBytes = "100"] = process.argv.slice(2);
const outcome = await openCommitLog<Input, { readonly note: string }>({
  dir,
  codec: inputCodec,
  after: null,
  onEntry: () => undefined,
  onDurable: (seq) => process.stdout.write(`${seq}\n`),
  onFailure: (error) => {
    process.stdout.write(`failed ${error.message}\n`);
    process.exit(3);
  },
  segmentBytes: 64 * 1024,
});
if (!outcome.ok) {
  process.stdout.write(`refused ${outcome.fault.sentence}\n`);
  process.exit(2);
}
const { log, report } = outcome;
let input = report.lastInput;
const note = "x".repeat(Number(recordBytes));

function burst(): void {
  for (let i = 0; i < 20; i += 1) {
    input += 1;
    const time = 1_700_000_000_000 + input;
    const records = input % 4 === 0 ? [{ note: `${input} ${note}` }] : [];
    if (log.pendingBytes < 64_000)
      log.record({ seq: input, time, body: { kind: "clock" } }, records);
    else input -= 1;
  }
  setImmediate(burst);
}
process.stdout.write("started\n");
burst();
