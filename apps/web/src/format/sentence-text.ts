import { fullTime, type Zone } from "./time-text.ts";

const INSTANT = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** Puts the instants of a sentence, which the engine writes in UTC, into the zone that the rest of the page is in. */
export function sentenceText(sentence: string, zone: Zone): string {
  return sentence.replace(INSTANT, (instant) => fullTime(Date.parse(instant), zone));
}
