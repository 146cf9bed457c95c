import type { ReactNode } from "react";
import { Button } from "./button.tsx";

/** What an empty place says: why it is empty and what comes next. */
export function EmptyNotice(props: { title: string; children?: ReactNode }) {
  return (
    <div className="notice">
      <p className="notice-title">{props.title}</p>
      {props.children === undefined ? null : <div className="notice-text">{props.children}</div>}
    </div>
  );
}

/** One part of a page failed while the rest goes on; `keepsLast` where what was read before is still shown below. */
export function ErrorNotice(props: {
  title: string;
  detail: string;
  keepsLast?: boolean;
  retry?: () => void;
}) {
  return (
    <div className="notice" data-tone="critical" role="alert">
      <p className="notice-title">{props.title}</p>
      <p className="notice-text">{props.detail}</p>
      {props.keepsLast === true ? (
        <p className="notice-text">What is below is the last that was read.</p>
      ) : null}
      {props.retry === undefined ? null : (
        <Button size="small" onClick={props.retry}>
          Try again
        </Button>
      )}
    </div>
  );
}
