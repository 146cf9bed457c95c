import { type ReactNode, useId } from "react";

export interface PanelProps {
  readonly title: string;
  readonly tools?: ReactNode;
  readonly note?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly flush?: boolean;
}

/** A titled region of a page. `flush` lets a table reach the edges. */
export function Panel(props: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${props.className ?? ""}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{props.title}</h2>
        {props.note === undefined ? null : <span className="panel-note">{props.note}</span>}
        {props.tools === undefined ? null : <div className="panel-tools">{props.tools}</div>}
      </header>
      <div className={props.flush === true ? "panel-body panel-flush" : "panel-body"}>
        {props.children}
      </div>
    </section>
  );
}
