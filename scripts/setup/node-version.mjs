// Read by any Node that knows modules at all: no newer syntax here, so that an old one can still say what it lacks.

/** The oldest Node that everything here runs on. */
export const OLDEST_NODE = "20.19.0";

/**
 * Tells whether `version` ("20.19.0") is the one asked for or newer.
 * @param {string} version
 * @param {string} oldest
 */
export function isAtLeast(version, oldest) {
  const have = version.split(".").map(Number);
  const want = oldest.split(".").map(Number);
  for (let part = 0; part < want.length; part += 1) {
    const difference = (have[part] || 0) - (want[part] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Ends the process with one sentence when this Node is too old. */
export function demandNode() {
  if (isAtLeast(process.versions.node, OLDEST_NODE)) return;
  console.error(
    "Interlock needs Node " +
      OLDEST_NODE +
      " or newer; this is " +
      process.versions.node +
      ". Install Node 24 and run the same command again.",
  );
  process.exit(1);
}
