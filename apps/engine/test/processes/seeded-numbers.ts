import { createHash } from "node:crypto";

/** Returns a source of numbers from 0 (included) to 1 (excluded) that is the same for the same seed. */
export function seededNumbers(seed: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    const hash = createHash("sha256").update(`${seed}/${drawn}`).digest();
    return hash.readUInt32BE(0) / 2 ** 32;
  };
}

/** The seed of this run: INTERLOCK_TEST_SEED to repeat one, else another each time. */
export function seedOfRun(): string {
  return process.env["INTERLOCK_TEST_SEED"] ?? String(Date.now() % 1_000_000);
}
