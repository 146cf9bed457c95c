"use client";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { type CommandNotice, dismissNotice, useCommandNotices } from "./command-notices.ts";

const MARKS = { pending: "◐", ok: "●", critical: "■" } as const;

/** The last few commands and their answers, in a corner that never covers the kill switch. */
export function CommandNoticeList() {
  const notices = useCommandNotices();
  const failed = notices.filter(({ tone }) => tone === "critical");
  const others = notices.filter(({ tone }) => tone !== "critical");
  const list = useRoomFor();
  return (
    <div className="command-notices" ref={list}>
      <div role="alert">
        {failed.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </div>
      <div role="status">
        {others.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </div>
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

function NoticeCard({ notice }: { notice: CommandNotice }) {
  return (
    <div className="command-notice" data-tone={notice.tone}>
      <span aria-hidden="true">{MARKS[notice.tone]}</span>
      <p>
        <strong>{notice.title}</strong>
        <br />
        {notice.sentence}
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
