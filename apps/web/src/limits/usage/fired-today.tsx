import type { LimitLine } from "@interlock/api/view/limits-view";
import Link from "next/link";

/** How often a limit denied an order today, by its denials; each leads to the signals that it denied. */
export function FiredToday({ line }: { line: LimitLine }) {
  if (line.codes.length === 0) return <Dash reason={uncounted(line)} />;
  return (
    <ul className="fired-today">
      {line.codes.map(({ code, today }) => (
        <li key={code}>
          {today === null ? (
            <Dash reason="Counted by its code for the whole account, not for this level" />
          ) : (
            <span className="num">{today}</span>
          )}{" "}
          <Link
            href={`/signals?decision=denied&code=${encodeURIComponent(code)}`}
            prefetch={false}
            title="Signals of today that it denied"
          >
            {code.replaceAll("_", " ")}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** A switch may well deny orders: its denials are only not counted here. */
function uncounted({ unit }: LimitLine): string {
  if (unit === "switch") return "The denials of a switch are not counted here";
  return "It denies no order: it trips a breaker, fires a stop or measures";
}

function Dash({ reason }: { reason: string }) {
  return (
    <span className="text-faint" title={reason}>
      —<span className="sr-only"> {reason}</span>
    </span>
  );
}
