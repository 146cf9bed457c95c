import { z } from "zod";
import { section, whole } from "./field-schema.ts";

const PLACE_ERROR =
  'must be { "kind": "folder", "objects" or "git", "path": ... } or { "kind": "webhook", "url": ... }';
const PATH_ERROR = "must be a path: absolute, or from the data folder on";
const URL_ERROR = "must be an https address; http is for this machine only";
const PLACES_ERROR = "must be a list of at least two places that differ";

const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

const path = z.string({ error: PATH_ERROR }).min(1, { error: PATH_ERROR });

const url = z.string({ error: URL_ERROR }).refine(isSafeUrl, { error: URL_ERROR });

const place = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal(["folder", "objects", "git"]), path }, { error: PLACE_ERROR }),
    z.strictObject({ kind: z.literal("webhook"), url }, { error: PLACE_ERROR }),
  ],
  { error: PLACE_ERROR },
);

/** Where signed heads of the journal are published, and how often. */
export const headsConfig = section({
  everyMs: whole(1_000, 3_600_000),
  places: z
    .array(place, { error: PLACES_ERROR })
    .min(2, { error: PLACES_ERROR })
    .max(10, { error: "must be a list of at most 10 places" })
    .refine((list) => new Set(list.map((one) => JSON.stringify(one))).size === list.length, {
      error: PLACES_ERROR,
    }),
});

/** A head sent in the clear could be held back by anybody on the way. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && LOCAL_HOSTS.includes(hostname));
}
