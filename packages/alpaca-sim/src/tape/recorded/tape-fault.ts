/** What is wrong with recorded data, in one sentence: file, line, value, and what is allowed. */
export class TapeFault extends Error {
  override readonly name = "TapeFault";
}
