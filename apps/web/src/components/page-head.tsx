import type { ReactNode } from "react";

/** The title of a page and what belongs to the whole page. */
export function PageHead(props: { title: string; children?: ReactNode }) {
  return (
    <div className="page-head">
      <h1>{props.title}</h1>
      {props.children === undefined ? null : <div className="page-tools">{props.children}</div>}
    </div>
  );
}
