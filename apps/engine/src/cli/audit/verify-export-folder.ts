import { readPublicKey } from "../../journal/heads/head-key.ts";
import { type ExportVerification, verifyExport } from "../../journal/export/verify-export.ts";
import { CommandFailure, type CommandContext } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { errorSentence } from "../files/file-fault.ts";
import type { NamedSources } from "./head-sources.ts";

/** Checks an export, far from journal and database. Returns the exit code. */
export async function verifyExportFolder(
  { terminal }: Pick<CommandContext, "terminal">,
  folder: string,
  { anchor = [], key }: NamedSources,
): Promise<number> {
  const publicKey = key === undefined ? null : readPublicKey(key);
  if (key !== undefined && publicKey === null)
    throw new CommandFailure(
      `${key} holds no Ed25519 public key in PEM: name the head.pub that was published.`,
      EXIT.usage,
    );
  const found = await check(folder, { sources: anchor, key: publicKey });
  for (const line of describe(found)) terminal.print(line);
  terminal.result({ export: found });
  return found.ok ? EXIT.ok : EXIT.found;
}

async function check(
  folder: string,
  evidence: Parameters<typeof verifyExport>[1],
): Promise<ExportVerification> {
  try {
    return await verifyExport(folder, evidence);
  } catch (error) {
    throw new CommandFailure(errorSentence(error));
  }
}

function describe(found: ExportVerification): readonly string[] {
  const { links, content, manifest, anchor, firstFault } = found;
  const bad = anchor.firstBadSeq;
  return [
    `Links:    ${links?.sentence ?? "sound"}`,
    `Content:  ${content?.sentence ?? "sound"}`,
    `Anchors:  ${anchor.sentence}`,
    `Manifest: ${manifest?.sentence ?? "sound"}`,
    ...anchor.notes.map((note) => `Note:     ${note}`),
    `${found.entries} entries, ${found.from} to ${found.to}; the last has the hash ${found.lastHash}`,
    ...(firstFault === null ? [] : [`First bad entry: ${firstFault.seq}: ${firstFault.sentence}`]),
    ...(firstFault === null && bad !== null ? [`First bad entry: ${bad} or a later one.`] : []),
  ];
}
