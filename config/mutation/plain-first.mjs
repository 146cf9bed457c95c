import { BaseSequencer } from "vitest/node";

/** Runs properties last: a plain case notices most changes within a millisecond. */
export class PlainFirst extends BaseSequencer {
  /**
   * @override
   * @param {import("vitest/node").TestSpecification[]} files
   */
  async sort(files) {
    /** @param {import("vitest/node").TestSpecification} file */
    const rank = ({ moduleId }) => (moduleId.includes(".property.") ? "1" : "0") + moduleId;
    return files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}
