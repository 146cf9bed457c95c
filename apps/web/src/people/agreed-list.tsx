import type { ReactNode } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";

/** Something that others agreed to, which whoever asked may fetch once until a time. */
interface Agreed {
  readonly approvalId: string;
  readonly fetchBy: number;
}

interface AgreedListProps<T extends Agreed> {
  readonly agreed: readonly T[];
  readonly label: string;
  /** What one of them is, before the request in which it was agreed. */
  readonly describe: (one: T) => ReactNode;
  readonly action: string;
  readonly busy: boolean;
  readonly fetchOne: (one: T) => void;
}

/** What others agreed to, each with the button that fetches it. */
export function AgreedList<T extends Agreed>(props: AgreedListProps<T>) {
  return (
    <ul className="settings-list" aria-label={props.label}>
      {props.agreed.map((one) => (
        <li key={one.approvalId}>
          <span>
            {props.describe(one)}
            <br />
            <span className="text-muted">
              agreed in {one.approvalId}, until <EtTime at={one.fetchBy} date />
            </span>
          </span>
          <Button size="small" disabled={props.busy} onClick={() => props.fetchOne(one)}>
            {props.action}
          </Button>
        </li>
      ))}
    </ul>
  );
}
