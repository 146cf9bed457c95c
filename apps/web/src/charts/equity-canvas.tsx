"use client";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { hourAndMinute, type Zone } from "../format/time-text.ts";
import type { DrawnPoint } from "./equity-points.ts";
import { dollarScale } from "./equity-scale.ts";

const EQUITY_HEIGHT = 220;
const DRAWDOWN_HEIGHT = 84;
const Y_WIDTH = 84;

type Draw = (points: readonly DrawnPoint[]) => uPlot.AlignedData;

const equityData: Draw = (points) => [
  points.map((point) => point.at),
  points.map((point) => point.equity),
  points.map((point) => point.fillEquity),
];

const drawdownData: Draw = (points) => [
  points.map((point) => point.at),
  points.map((point) => point.drawdown),
];

/** Resolves a token to a color that a canvas understands. */
function color(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

interface PlotLook {
  readonly zone: Zone;
  readonly height: number;
  readonly series: (element: HTMLElement) => uPlot.Series[];
  readonly hideTimes: boolean;
  readonly value: (value: number) => string;
  /** Where the vertical axis begins and ends, for the lowest and highest value; uPlot's own choice where absent. */
  readonly range?: uPlot.Scale.Range;
}

function plotOptions(element: HTMLElement, look: PlotLook): uPlot.Options {
  const axis = { stroke: color(element, "--muted"), font: "12px Inter, sans-serif" };
  const grid = { stroke: color(element, "--divider"), width: 0.5 };
  return {
    width: Math.max(200, element.clientWidth),
    height: look.height,
    ms: 1,
    legend: { show: false },
    cursor: { sync: { key: "equity" }, y: false },
    axes: [
      {
        ...axis,
        show: !look.hideTimes,
        grid: { show: false },
        values: (_, ticks) => ticks.map((at) => hourAndMinute(at, look.zone)),
      },
      { ...axis, grid, size: Y_WIDTH, values: (_, ticks) => ticks.map((tick) => look.value(tick)) },
    ],
    ...(look.range === undefined ? {} : { scales: { y: { range: look.range } } }),
    series: [{}, ...look.series(element)],
  };
}

/** Draws on a canvas and keeps its size; new points are set without drawing anew from nothing. */
function usePlot(look: PlotLook, draw: Draw, points: readonly DrawnPoint[]) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const parent = element.current;
    if (parent === null) return;
    const made = new uPlot(plotOptions(parent, look), [[], []], parent);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: Math.max(200, parent.clientWidth), height: look.height });
    });
    observer.observe(parent);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [look]);
  useEffect(() => plot.current?.setData(draw(points)), [draw, points]);
  return element;
}

const dollarsText = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

const equityLook = (zone: Zone): PlotLook => ({
  zone,
  height: EQUITY_HEIGHT,
  hideTimes: false,
  value: (value) => `$${dollarsText.format(value)}`,
  range: (_, min, max) => {
    const { low, high } = dollarScale([min, max]);
    return [low, high];
  },
  series: (element) => [
    { stroke: color(element, "--accent"), width: 1.5 },
    {
      paths: () => null,
      points: {
        show: true,
        size: 6,
        stroke: color(element, "--text"),
        fill: color(element, "--s1"),
      },
    },
  ],
});

const drawdownLook = (zone: Zone): PlotLook => ({
  zone,
  height: DRAWDOWN_HEIGHT,
  hideTimes: true,
  value: (value) => `${value.toFixed(2)}%`,
  series: (element) => [{ stroke: color(element, "--down"), width: 1 }],
});

const EQUITY_LOOKS = { ET: equityLook("ET"), UTC: equityLook("UTC"), local: equityLook("local") };
const DRAWDOWN_LOOKS = {
  ET: drawdownLook("ET"),
  UTC: drawdownLook("UTC"),
  local: drawdownLook("local"),
};

/** The same picture as the SVG chart, for more points than an SVG bears. */
export function EquityCanvas({ points, zone }: { points: readonly DrawnPoint[]; zone: Zone }) {
  const equity = usePlot(EQUITY_LOOKS[zone], equityData, points);
  const drawdown = usePlot(DRAWDOWN_LOOKS[zone], drawdownData, points);
  return (
    <div className="equity-charts">
      <div ref={equity} className="equity-canvas" />
      <div ref={drawdown} className="equity-canvas" />
    </div>
  );
}
