"use client";
import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { sentenceText } from "../format/sentence-text.ts";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { useStepUpWish } from "../step-up/step-up-store.ts";
import { type CommandNotice, dismissNotice, useCommandNotices } from "./command-notices.ts";

const MARKS = { pending: "◐", ok: "●", critical: "■" } as const;

/**
 * The last few commands and their answers, in a corner that never covers the kill switch. Where the screen is low only
 * the newest stands open, and the others behind a button: what is pressed next must stay in sight.
 */
export function CommandNoticeList() {
  const notices = useCommandNotices();
  const failed = notices.filter(({ tone }) => tone === "critical");
  const others = notices.filter(({ tone }) => tone !== "critical");
  const list = useRoomFor();
  const [allShown, setAllShown] = useState(false);
  const newest = Math.max(...notices.map(({ id }) => id));
  const card = (notice: CommandNotice) => (
    <NoticeCard key={notice.id} notice={notice} newest={notice.id === newest} />
  );
  return (
    <div className="command-notices" data-all={allShown} ref={list}>
      <div role="alert">{failed.map(card)}</div>
      <div role="status">{others.map(card)}</div>
      {notices.length < 2 ? null : (
        <button
          type="button"
          className="command-notices-more"
          aria-expanded={allShown}
          onClick={() => setAllShown(!allShown)}
        >
          {allShown ? "Show the newest only" : `Show ${notices.length - 1} more`}
        </button>
      )}
    </div>
  );
}

/** Tells the page how high the notices stand, so that what scrolls beside them can be scrolled clear of them. */
function useRoomFor() {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = list;
    if (current === null) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      style.setProperty("--notices-height", `${current.offsetHeight}px`);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      style.removeProperty("--notices-height");
    };
  }, []);
  return list;
}

function NoticeCard({ notice, newest }: { notice: CommandNotice; newest: boolean }) {
  const { zone } = usePreferences().preferences;
  const waits = useStepUpWish() !== null && newest && notice.tone === "pending";
  const sentence = waits ? "Waits for your passkey: nothing is done yet." : notice.sentence;
  return (
    <div className="command-notice" data-tone={notice.tone} data-newest={newest}>
      <span aria-hidden="true">{MARKS[notice.tone]}</span>
      <p>
        <strong>{notice.title}</strong>
        <br />
        {sentenceText(sentence, zone)}
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label={`Dismiss: ${notice.title}`}
        onClick={() => dismissNotice(notice.id)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
