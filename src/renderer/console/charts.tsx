import { useEffect, useRef, type ReactElement } from 'react';
import uPlot, { type Options, type Series } from 'uplot';
import type { Sample } from '../../protocol/console-messages.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import { Panel } from './parts.tsx';
import { EMOTION_COLOURS } from './words.ts';

const INK = '#aeb8c2';
const GRID = { stroke: '#232a31', width: 1 };
const HEIGHT = 110;
const WINDOW_S = 600;

interface Line {
  readonly label: string;
  readonly colour: string;
  readonly value: (sample: Sample) => number | null;
}

/** Mood, frame rates, latencies, memory and, where the machine tells it, its temperature: of the last ten minutes. */
export function Charts({
  samples,
  emotions,
}: {
  readonly samples: readonly Sample[];
  readonly emotions: readonly Emotion[];
}): ReactElement {
  const last = samples.at(-1);
  const figure = (value: number | null | undefined, unit: string): string =>
    value === null || value === undefined ? 'none' : `${Math.round(value)} ${unit}`;
  return (
    <Panel title="Last ten minutes" name="charts">
      <Chart
        title="Mood"
        now=""
        samples={samples}
        lines={emotions.map((emotion) => ({
          label: emotion,
          colour: EMOTION_COLOURS[emotion],
          value: ({ scores }) => scores?.[emotion] ?? null,
        }))}
      />
      <Chart
        title="Readings a second"
        now={figure(last?.readingsPerSecond, '')}
        samples={samples}
        lines={[{ label: 'readings', colour: '#5fcabb', value: ({ readingsPerSecond }) => readingsPerSecond }]}
      />
      <Chart
        title="Pictures on the screen a second"
        now={figure(last?.picturesPerSecond, '')}
        samples={samples}
        lines={[
          { label: 'shown', colour: '#5fcabb', value: ({ picturesPerSecond }) => picturesPerSecond },
          { label: 'dropped', colour: '#ee7b6b', value: ({ picturesDropped }) => picturesDropped },
        ]}
      />
      <Chart
        title="From camera to mood"
        now={figure(last?.captureToMoodMs, 'ms')}
        samples={samples}
        lines={[
          { label: 'capture to mood', colour: '#78b0f0', value: ({ captureToMoodMs }) => captureToMoodMs },
          { label: 'recogniser', colour: '#b39af0', value: ({ readMs }) => readMs },
        ]}
      />
      <Chart
        title="Memory"
        now={figure(last?.memoryMb, 'MB')}
        samples={samples}
        lines={[{ label: 'memory', colour: '#f0bd4a', value: ({ memoryMb }) => memoryMb }]}
      />
      {samples.some(({ temperature }) => temperature !== null) && (
        <Chart
          title="Temperature of the machine"
          now={figure(last?.temperature, '°C')}
          samples={samples}
          lines={[{ label: 'temperature', colour: '#ee7b6b', value: ({ temperature }) => temperature }]}
        />
      )}
    </Panel>
  );
}

function Chart({
  title,
  now,
  samples,
  lines,
}: {
  readonly title: string;
  readonly now: string;
  readonly samples: readonly Sample[];
  readonly lines: readonly Line[];
}): ReactElement {
  const room = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const names = lines.map(({ label }) => label).join();
  useEffect(() => {
    const element = room.current;
    if (element === null) return;
    const made = new uPlot(optionsOf(element.clientWidth, lines), [[], ...lines.map(() => [])], element);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
    // The lines are told apart by their names alone.
  }, [names]);
  useEffect(() => {
    plot.current?.setData([samples.map(({ at }) => at), ...lines.map(({ value }) => samples.map(value))]);
  });
  return (
    <figure>
      <figcaption>
        {title} <strong>{now}</strong>
        {lines.length > 1 && (
          <span className="legend">
            {lines.map(({ label, colour }) => (
              <span key={label}>
                <svg viewBox="0 0 8 8" aria-hidden="true">
                  <circle cx="4" cy="4" r="4" fill={colour} />
                </svg>
                {label}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <div ref={room} aria-hidden="true" />
    </figure>
  );
}

function optionsOf(width: number, lines: readonly Line[]): Options {
  const series: Series[] = lines.map(({ label, colour }) => ({
    label,
    stroke: colour,
    width: 2,
    points: { show: false },
  }));
  return {
    width: Math.max(100, width),
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: (_, _first, last) => [last - WINDOW_S, last] } },
    axes: [
      { stroke: INK, grid: GRID, ticks: { show: false }, space: 90, values: (_, splits) => splits.map(clock) },
      { stroke: INK, grid: GRID, ticks: { show: false }, size: 46, space: 34 },
    ],
    series: [{}, ...series],
  };
}

const clock = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
