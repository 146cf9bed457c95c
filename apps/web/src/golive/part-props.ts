import type { GoLiveView } from "@interlock/api/view/golive-view";

/** What each part of the page gets. */
export interface PartProps {
  readonly view: GoLiveView;
  /** The last question failed: what is shown may be old, and nothing is done on it. */
  readonly stale: boolean;
  readonly again: () => void;
}
