import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { headsConfig } from "../../config/heads-config.ts";
import { readConfigFile } from "../../config/read-file.ts";
import { CONFIG_FILES, ENVIRONMENTS } from "../../config/system-config.ts";
import { publicKeyPath, readPublicKey } from "../../journal/heads/head-key.ts";
import { KEY_FILE } from "../../journal/heads/places/head-place.ts";
import { type HeadPlaceConfig, localPlaces } from "../../journal/heads/places/open-places.ts";
import { CommandFailure } from "../context.ts";
import { EXIT } from "../exit-code.ts";

/** What a person named on the command line. */
export interface NamedSources {
  readonly anchor?: readonly string[] | undefined;
  readonly key?: string | undefined;
}

/** Where heads of a folder's journal are read from, and the key that they are checked with. */
export interface HeadSources {
  readonly sources: readonly string[];
  readonly key: KeyObject | null;
}

/**
 * Finds the heads of a data folder: in the places that were named, or else in its own folder of heads and in those that
 * the configuration names and that are there. The key is the one that was named, else the folder's own, else that of a
 * place that was named.
 * Throws CommandFailure when what was named is no key.
 */
export function findHeads(
  { dataDir, root }: { readonly dataDir: string; readonly root: string },
  named: NamedSources,
): HeadSources {
  // Places may be shared with other data folders: whose key stands in one is known only where a person named it.
  const near = (named.anchor ?? []).map((source) => join(source, KEY_FILE));
  const own = firstKey([publicKeyPath(dataDir), ...near]);
  const key = named.key === undefined ? own : demandKey(named.key);
  // Without a key nothing there can be told from what others have published.
  const local = key === null ? [] : localPlaces(dataDir, configured(root));
  return { sources: named.anchor ?? local, key };
}

function firstKey(paths: readonly string[]): KeyObject | null {
  for (const path of paths) {
    const key = readPublicKey(path);
    if (key !== null) return key;
  }
  return null;
}

function demandKey(path: string): KeyObject {
  const key = readPublicKey(path);
  if (key !== null) return key;
  throw new CommandFailure(
    `${path} holds no Ed25519 public key in PEM: name the head.pub that was published.`,
    EXIT.usage,
  );
}

/** The local places of every environment: which one the folder belongs to, its journal need not say. */
function configured(root: string): readonly HeadPlaceConfig[] {
  return ENVIRONMENTS.flatMap((environment) => {
    const file = readConfigFile(root, CONFIG_FILES[environment]);
    const { heads } = file.ok && isObject(file.raw) ? file.raw : { heads: null };
    const read = headsConfig.safeParse(heads);
    return read.success ? read.data.places : [];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
