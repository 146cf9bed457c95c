"use client";
import type { ComparedFigure } from "@interlock/api/view/reconciliation-view";
import { Fresh, FreshAge, FreshAs } from "../components/fresh.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";
import { dollars, quantityText, signedDollars } from "../format/amount-text.ts";
import { useSection } from "../live/use-live.ts";

type Status = ComparedFigure["status"];

const STATUS: Readonly<Record<Status, { tone: ChipTone; words: string }>> = {
  agrees: { tone: "ok", words: "agrees" },
  explained: { tone: "neutral", words: "explained" },
  checking: { tone: "warn", words: "being checked" },
  break: { tone: "critical", words: "break" },
};

/** Every figure that both sides have, with the difference, what explains it, and how old the venue's is. */
export function FiguresTable(props: { figures: readonly ComparedFigure[]; stale: boolean }) {
  const { figures, stale } = props;
  if (figures.length === 0)
    return <EmptyNotice title="No figures yet">They come with the first comparison.</EmptyNotice>;
  return (
    <table className="plain-table figures-table" aria-label="Figures of both sides">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">Ours</th>
          <th scope="col">Venue</th>
          <th scope="col" className="figures-wide">
            Difference
          </th>
          <th scope="col" className="figures-wide">
            Venue's age
          </th>
          <th scope="col" className="figures-wide">
            State
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <FigureRow key={figure.what} figure={figure} stale={stale} />
        ))}
      </tbody>
    </table>
  );
}

function FigureRow({ figure, stale }: { figure: ComparedFigure; stale: boolean }) {
  const ageMs = useSection("account")?.accountFreshness.ageMs ?? null;
  const { tone, words } = STATUS[figure.status];
  const age = { kind: "comparison", section: "account", ageMs } as const;
  const chip = <StateChip tone={stale ? "stale" : tone}>{words}</StateChip>;
  const difference = differenceText(figure);
  const text = (value: string) => valueText(figure.unit, value);
  return (
    <tr data-tone={figure.status === "break" ? "critical" : undefined}>
      <th scope="row">
        {figure.what}
        <span className="figure-narrow">
          {chip} {difference === "0" ? null : <span className="num">{difference}</span>}
        </span>
        {figure.note === "" ? null : <span className="figure-note">{figure.note}</span>}
      </th>
      <td className="num">
        {stale ? <FreshAs state="stale">{text(figure.ours)}</FreshAs> : text(figure.ours)}
      </td>
      <td className="num">
        {stale ? (
          <FreshAs state="stale">{text(figure.venue)}</FreshAs>
        ) : (
          <Fresh {...age}>{text(figure.venue)}</Fresh>
        )}
      </td>
      <td className="num figures-wide">{difference}</td>
      <td className="figures-wide">
        <FreshAge {...age} />
      </td>
      <td className="figures-wide">{chip}</td>
    </tr>
  );
}

function valueText(unit: ComparedFigure["unit"], value: string): string {
  if (unit === "usd") return dollars(value);
  return unit === "shares" ? quantityText(value) : value;
}

function differenceText({ unit, difference }: ComparedFigure): string {
  if (Number(difference) === 0) return "0";
  if (unit === "usd") return signedDollars(difference);
  const text = unit === "shares" ? quantityText(difference) : difference;
  return text.startsWith("-") || text.startsWith("−") ? text : `+${text}`;
}
