import type { AssetRecord, VolumeRecord } from "../../../records/asset-record.ts";

/** Says in one sentence what the venue told of instruments. */
export function assetSentence(record: AssetRecord): string {
  if (record.kind === "borrow_refused")
    return `${record.symbol} is not sold short again today: the venue said "${record.reason}".`;
  const closed = record.assets.filter(({ tradable }) => !tradable);
  const unlent = record.assets.filter((one) => !one.shortable || !one.easyToBorrow);
  const said = `The venue says what may be done with ${record.assets.length} instruments`;
  const names = (list: typeof closed) =>
    list.length === 0 ? "none" : list.map(({ symbol }) => symbol).join(", ");
  return `${said}: not tradable ${names(closed)}, not to be borrowed easily ${names(unlent)}.`;
}

/** Says in one sentence what is known of daily volumes. */
export function volumeSentence({ asked, volumes }: VolumeRecord): string {
  const known = new Set(volumes.map(({ symbol }) => symbol));
  const others = asked.filter((symbol) => !known.has(symbol));
  const unknown = others.length === 0 ? "none" : others.join(", ");
  return `The average daily volume of ${volumes.length} instruments is known; unknown: ${unknown}.`;
}
