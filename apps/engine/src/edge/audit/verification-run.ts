import type { VerificationView } from "@interlock/api/view/audit-view";
import {
  type AnchoredOptions,
  type AnchoredVerification,
  verifyAnchored,
} from "../../journal/heads/verify-anchored.ts";
import type { TrailReach } from "./trail-evidence.ts";

/** What a verification is run on, and who is told how it ended. */
export interface VerificationParts {
  readonly dataDir: string;
  readonly heads: () => Pick<AnchoredOptions, "sources" | "key">;
  readonly lastSeq: () => number;
  readonly ended: (view: VerificationView, reach: TrailReach) => void;
  /** Clock of the host, in Unix milliseconds. */
  readonly now: () => number;
}

const NONE: VerificationView = {
  state: "none",
  by: "",
  startedAt: null,
  endedAt: null,
  from: null,
  to: null,
  checked: 0,
  total: 0,
  links: null,
  content: null,
  anchored: null,
  firstBadSeq: null,
  lastSeq: null,
  lastHash: "",
  notes: [],
};

/** Verifies the journal when somebody asks, one verification at a time, and remembers how the last one ended. */
export class VerificationRun {
  readonly #parts: VerificationParts;
  #view: VerificationView = NONE;

  constructor(parts: VerificationParts) {
    this.#parts = parts;
  }

  view(): VerificationView {
    return this.#view;
  }

  /** Begins, unless one is under way; returns how it stands. */
  begin(by: string, range: AnchoredOptions["range"]): VerificationView {
    if (this.#view.state === "running") return this.#view;
    const { now, lastSeq } = this.#parts;
    const [from, to] = [range?.from ?? 1, Math.min(range?.to ?? lastSeq(), lastSeq())];
    const total = Math.max(0, to - from + 1);
    this.#view = { ...NONE, state: "running", by, startedAt: now(), from, to, total };
    void this.#run(range);
    return this.#view;
  }

  async #run(range: AnchoredOptions["range"]): Promise<void> {
    const { dataDir, heads, now, ended } = this.#parts;
    const onProgress = (checked: number) => {
      this.#view = { ...this.#view, checked: Math.min(checked, this.#view.total) };
    };
    const found = await verifyAnchored(dataDir, { ...heads(), range, onProgress });
    this.#view = { ...this.#view, ...resultOf(found), endedAt: now(), checked: this.#view.total };
    ended(this.#view, { ranged: range !== undefined, anchor: found.anchor });
  }
}

function resultOf({ journal, anchor }: AnchoredVerification) {
  const { links, content, head, firstFault } = journal;
  const part = (result: typeof links, good: string) =>
    result.ok ? { ok: true, sentence: good } : { ok: false, sentence: result.fault.sentence };
  const whole = head.ok
    ? part(links, "every entry follows from the one before it")
    : part(head, "");
  const isSound = journal.ok && anchor.ok;
  return {
    state: isSound ? ("sound" as const) : ("faulty" as const),
    links: links.ok ? whole : part(links, ""),
    content: part(content, "every entry is what its checksum and its hash say"),
    anchored: { ok: anchor.ok && anchor.state === "anchored", sentence: anchor.sentence },
    firstBadSeq: firstFault?.seq ?? anchor.firstBadSeq,
    lastSeq: journal.lastSeq,
    lastHash: journal.lastHash,
    notes: [...anchor.notes],
  };
}
