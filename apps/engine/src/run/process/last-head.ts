import { type HeadSource, type HeadsStart, openPublisher } from "../../edge/anchor/keep-heads.ts";

/** A stop waits no longer than this for places that do not answer: the next start publishes again. */
const LAST_HEAD_MS = 3_000;

/** Publishes the end of a journal that takes no further entry. What fails here is no reason not to stop. */
export async function publishLastHead(
  heads: Pick<HeadsStart, "places">,
  source: Pick<HeadSource, "dataDir" | "end">,
): Promise<void> {
  const silent = { published: () => undefined, found: () => undefined };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_HEAD_MS);
  });
  await Promise.race([openPublisher(heads, { ...source, ...silent }).publish(), deadline]);
  clearTimeout(timer);
}
