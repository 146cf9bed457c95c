import { BaseSequencer } from "vitest/node";

/**
 * Runs properties last: a plain case notices most changes within a millisecond. The file that loads every module comes
 * after all, so that what others load themselves counts as theirs.
 */
export class PlainFirst extends BaseSequencer {
  /**
   * @override
   * @param {import("vitest/node").TestSpecification[]} files
   */
  async sort(files) {
    /** @param {import("vitest/node").TestSpecification} file */
    const rank = ({ moduleId }) => {
      const late = moduleId.includes("every-module") ? 2 : moduleId.includes(".property.") ? 1 : 0;
      return `${late}${moduleId}`;
    };
    return files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}
