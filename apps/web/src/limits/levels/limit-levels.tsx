import type { LimitLevelView, LimitLine } from "@interlock/api/view/limits-view";
import { Fragment } from "react";
import { Button } from "../../components/button.tsx";
import { Fresh } from "../../components/fresh.tsx";
import { Meter } from "../../components/meter.tsx";
import { NoUse } from "../usage/no-use.tsx";
import { ExpiryNote } from "../expiry/expiry-note.tsx";
import { boundText, limitValueText } from "../limit-value-text.ts";

const KINDS: readonly (readonly [LimitLevelView["kind"], string])[] = [
  ["strategy", "Strategies"],
  ["symbol", "Symbols"],
  ["session", "Sessions"],
];

/** The limits below the account's, by strategy, symbol and session: an order must pass all that concern it. */
export function LimitLevels(props: {
  levels: readonly LimitLevelView[];
  /** Opens the limits of one of them, named as in the page's address. */
  open: (text: string) => void;
}) {
  const { levels, open } = props;
  if (levels.length === 0) {
    return (
      <p className="text-muted limit-levels-none" data-testid="limit-levels-none">
        No strategy, symbol or session has tighter limits of its own: the account's hold for all.
      </p>
    );
  }
  return (
    <table className="limits-table" aria-label="Limits of strategies, symbols and sessions">
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col">Value</th>
          <th scope="col">Used</th>
          <th scope="col">The account's</th>
        </tr>
      </thead>
      <tbody>
        {KINDS.flatMap(([kind, heading]) =>
          levels
            .filter((one) => one.kind === kind)
            .map((one) => <LevelRows key={one.name} heading={heading} one={one} open={open} />),
        )}
      </tbody>
    </table>
  );
}

function LevelRows(props: { heading: string; one: LimitLevelView; open: (text: string) => void }) {
  const { heading, one, open } = props;
  return (
    <Fragment>
      <tr className="limits-group">
        <th scope="colgroup" colSpan={4}>
          {heading}: {one.title}{" "}
          <Button
            size="small"
            look="quiet"
            aria-label={`Open the limits of ${one.title}`}
            onClick={() => open(`${one.kind}:${one.name}`)}
          >
            Open
          </Button>
        </th>
      </tr>
      {one.lines.map((line) => (
        <tr key={line.key} data-key={line.key}>
          <th scope="row">{line.label}</th>
          <td className="num" data-label="Value">
            {limitValueText(line.value, line.unit)}
            <ExpiryNote line={line} />
          </td>
          <td data-label="Used">
            <Used line={line} />
          </td>
          <td className="num" data-label="The account's">
            {boundText(line)}
          </td>
        </tr>
      ))}
    </Fragment>
  );
}

function Used({ line }: { line: LimitLine }) {
  if (line.used === "") {
    return <NoUse line={line} />;
  }
  return (
    <Fresh kind="limit" section="limitUsage">
      <span className="limit-used">
        <span className="num">{limitValueText(line.used, line.unit)}</span>
        <Meter percent={line.usedPercent} label={line.label} />
      </span>
    </Fresh>
  );
}
