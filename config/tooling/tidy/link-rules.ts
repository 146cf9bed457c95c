import { dirname, join } from "node:path/posix";
import type { Offence } from "./offence.ts";
import type { SourceFile } from "./source-file.ts";

const LINK = /\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;
const MENTION = /\bdocs\/[\w/.-]+\.md\b/g;

/** Checks that every relative link of a document, and every docs/….md that code names, leads somewhere. */
export function checkLinks(
  files: readonly SourceFile[],
  exists: (path: string) => boolean,
): Offence[] {
  const headings = new Map(files.map((file) => [file.path, headingsOf(file)]));
  return files.flatMap((file) =>
    file.path.endsWith(".md")
      ? brokenLinks(file, (path, anchor) => reaches({ path, anchor, headings, exists }))
      : file.tree === null
        ? []
        : brokenMentions(file, exists),
  );
}

interface Target {
  readonly path: string;
  readonly anchor: string | undefined;
  readonly headings: ReadonlyMap<string, ReadonlySet<string>>;
  readonly exists: (path: string) => boolean;
}

function reaches({ path, anchor, headings, exists }: Target): boolean {
  if (!exists(path)) return false;
  return (
    anchor === undefined ||
    anchor === "" ||
    !path.endsWith(".md") ||
    headings.get(path)?.has(anchor) === true
  );
}

function brokenLinks(
  { path, lines }: SourceFile,
  leads: (path: string, anchor: string | undefined) => boolean,
): Offence[] {
  return lines.flatMap((text, index) =>
    [...text.matchAll(LINK)].flatMap(([, target = ""]) => {
      if (/^([a-z]+:|#!)/i.test(target)) return [];
      const [relative = "", anchor] = target.split("#");
      const destination = relative === "" ? path : join(dirname(path), decodeURI(relative));
      if (leads(destination, anchor)) return [];
      return [
        {
          rule: "link",
          file: path,
          line: index + 1,
          message: `${target} leads nowhere: correct the path or heading`,
        },
      ];
    }),
  );
}

function brokenMentions(
  { path, lines, isTest }: SourceFile,
  exists: (path: string) => boolean,
): Offence[] {
  if (isTest) return [];
  return lines.flatMap((text, index) =>
    [...text.matchAll(MENTION)].flatMap(([target]) => {
      if (exists(target)) return [];
      return [
        {
          rule: "link",
          file: path,
          line: index + 1,
          message: `${target} does not exist: write it or correct the path`,
        },
      ];
    }),
  );
}

/** Returns the anchors of a document's headings, as they are linked to. */
export function headingsOf({ path, lines }: SourceFile): ReadonlySet<string> {
  if (!path.endsWith(".md")) return new Set();
  return new Set(
    lines.flatMap((text) => {
      const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(text)?.[1];
      if (heading === undefined) return [];
      const plain = heading
        .toLowerCase()
        .replace(/`/g, "")
        .replace(/[^\p{L}\p{N}\s_-]/gu, "");
      return [plain.trim().replace(/\s/g, "-")];
    }),
  );
}
