/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/**
 * Finds what would break a fresh install on another machine.
 *
 * 1. npm silently leaves out an optional platform package that it could not find, and then a Mac gets no native
 *    binary, or `npm ci` refuses. So every optional dependency must have its own entry.
 * 2. The lock file names no host: every machine uses the registry that it is set up with.
 * 3. Peers are not installed by themselves here (.npmrc), so every required peer must be among the packages.
 * 4. The packages in config/absent take a place only while their version is the one asked for.
 * @param {Record<string, LockEntry>} packages the `packages` of package-lock.json
 * @returns {string[]} one sentence for each fault
 */
export function lockfileFaults(packages) {
  const names = new Set(Object.keys(packages).map(packageName));
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...absentOptional(path, entry, names),
    ...absentPeers(path, entry, names),
    ...namedHost(path, entry),
    ...unusedAbsence(path, packages),
  ]);
}

/**
 * Returns the package that a path of the lock file installs.
 * @param {string} path
 */
function packageName(path) {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

/**
 * @param {string} path
 * @param {LockEntry} entry
 * @param {ReadonlySet<string>} names
 */
function absentOptional(path, entry, names) {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !names.has(name))
    .map(
      (name) =>
        `${path} lists ${name} for another platform, but the lock file has no entry for it: pin ${packageName(path)} to a version whose platform packages all exist`,
    );
}

/**
 * @param {string} path
 * @param {LockEntry} entry
 * @param {ReadonlySet<string>} names
 */
function absentPeers(path, entry, names) {
  return Object.keys(entry.peerDependencies ?? {})
    .filter((name) => entry.peerDependenciesMeta?.[name]?.optional !== true && !names.has(name))
    .map(
      (name) =>
        `${path} needs ${name} beside it: add it to the package.json that uses ${packageName(path)}`,
    );
}

/**
 * @param {string} path
 * @param {LockEntry} entry
 */
function namedHost(path, entry) {
  if (entry.resolved === undefined || !/^[a-z+]+:\/\//.test(entry.resolved)) return [];
  return [
    `${path} names a host: run npm install with omit-lockfile-registry-resolved=true (.npmrc)`,
  ];
}

/**
 * @param {string} path
 * @param {Record<string, LockEntry>} packages
 */
function unusedAbsence(path, packages) {
  const nested = /^node_modules\/.+\/node_modules\/(.+)$/.exec(path)?.[1];
  if (
    nested === undefined ||
    packages[`node_modules/${nested}`]?.resolved?.startsWith("config/absent/") !== true
  )
    return [];
  return [
    `${path} is installed although config/absent takes its place: set the version there to ${packages[path]?.version}`,
  ];
}
