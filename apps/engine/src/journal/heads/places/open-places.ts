import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { assertNever } from "@interlock/core/assert";
import { folderPlace } from "./folder-place.ts";
import { gitPlace } from "./git-place.ts";
import type { HeadPlace, PlaceKey } from "./head-place.ts";
import { objectPlace } from "./object-place.ts";
import { webhookPlace } from "./webhook-place.ts";

/** A place as the configuration names it. Paths are from the data folder on. */
export type HeadPlaceConfig =
  | { readonly kind: "folder" | "objects" | "git"; readonly path: string }
  | { readonly kind: "webhook"; readonly url: string };

/** Opens the places that a data folder's heads are published to. Nothing is written before the first head. */
export function openPlaces(
  dataDir: string,
  places: readonly HeadPlaceConfig[],
  key: PlaceKey,
): readonly HeadPlace[] {
  return places.map((place) => openPlace(dataDir, place, key));
}

function openPlace(dataDir: string, place: HeadPlaceConfig, key: PlaceKey): HeadPlace {
  switch (place.kind) {
    case "folder":
      return folderPlace(resolve(dataDir, place.path), key);
    case "objects":
      return objectPlace(resolve(dataDir, place.path), key);
    case "git":
      return gitPlace(resolve(dataDir, place.path), key);
    case "webhook":
      return webhookPlace(place.url, key);
    default:
      return assertNever(place);
  }
}

/** Returns where the heads of a data folder can be read on this machine: its own folder of heads, and local places. */
export function localPlaces(
  dataDir: string,
  places: readonly HeadPlaceConfig[],
): readonly string[] {
  const paths = places.flatMap((place) =>
    place.kind === "webhook" ? [] : [resolve(dataDir, place.path)],
  );
  return [...new Set([resolve(dataDir, "heads"), ...paths])].filter((path) => existsSync(path));
}
