import { lockDirectory } from "../recovery/directory-lock.ts";

// Tries to take the lock of the folder named in its argument, says how that went, and stays until its input ends.
const lock = lockDirectory(process.argv[2] ?? "");
process.stdout.write(lock.ok ? "locked\n" : "refused\n");
process.stdin.resume();
