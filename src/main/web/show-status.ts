import type { Hono } from 'hono';
import { WITHOUT, type Without } from '../../protocol/console-messages.ts';
import type { Rates } from '../../protocol/rates.ts';

/** How the show is just now, in numbers: nothing of a visitor is in it. */
export interface ShowStatus {
  readonly scene: string;
  readonly isInSession: boolean;
  /** Whether a page keeps the time; else the film runs without a picture. */
  readonly hasPage: boolean;
  readonly isPaused: boolean;
  readonly isClosed: boolean;
  readonly without: Without;
  /** The camera that was chosen and is not there, while another one is open. */
  readonly missingCamera: string | null;
  readonly sessions: number;
  readonly readings: number;
  /** See `PictureTally`. */
  readonly picturesPerSecond: number | null;
  readonly picturesDropped: number;
  readonly rates: Rates | null;
  /** By code, since the show began. */
  readonly faults: Readonly<Record<string, number>>;
  readonly uptimeSeconds: number;
  readonly memoryBytes: number;
}

/** `/health` (JSON; 503 where no page has the stage) and `/metrics` (Prometheus' text format, version 0.0.4). */
export function addStatusRoutes(pages: Hono, status: () => ShowStatus): void {
  pages.get('/health', ({ json }) => {
    const now = status();
    return json({ ok: now.hasPage, ...now }, now.hasPage ? 200 : 503);
  });
  pages.get('/metrics', ({ text }) =>
    text(metricsText(status()), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
}

export function metricsText(now: ShowStatus): string {
  const flag = (is: boolean): number => (is ? 1 : 0);
  const rows: readonly (readonly [string, 'counter' | 'gauge', string, readonly (readonly [string, number])[]])[] = [
    ['mien_sessions_total', 'counter', 'Sessions that ended.', [['', now.sessions]]],
    ['mien_readings_total', 'counter', 'Readings of camera frames.', [['', now.readings]]],
    [
      'mien_pictures_per_second',
      'gauge',
      'Pictures of the film that come to the screen; no sample while none runs.',
      now.picturesPerSecond === null ? [] : [['', now.picturesPerSecond]],
    ],
    [
      'mien_pictures_dropped_total',
      'counter',
      'Pictures that were too late for the screen.',
      [['', now.picturesDropped]],
    ],
    [
      'mien_film_hertz',
      'gauge',
      'Pictures a second that the film has; no sample until known.',
      now.rates === null ? [] : [['', now.rates.film]],
    ],
    [
      'mien_screen_hertz',
      'gauge',
      'Pictures a second that the screen shows; no sample until known.',
      now.rates === null ? [] : [['', now.rates.screen]],
    ],
    [
      'mien_faults_total',
      'counter',
      'Faults by code.',
      Object.entries(now.faults).map(([code, n]) => [label('code', code), n]),
    ],
    ['mien_in_session', 'gauge', 'Whether a session goes on.', [['', flag(now.isInSession)]]],
    ['mien_stage_up', 'gauge', 'Whether a page has the stage.', [['', flag(now.hasPage)]]],
    ['mien_paused', 'gauge', 'Whether the reading is paused.', [['', flag(now.isPaused)]]],
    ['mien_closed', 'gauge', 'Whether the house is closed.', [['', flag(now.isClosed)]]],
    [
      'mien_fall_back_step',
      'gauge',
      `What repeated failures have cost: ${WITHOUT.map((word, step) => `${step} ${word}`).join(', ')}.`,
      [['', WITHOUT.indexOf(now.without)]],
    ],
    ['mien_scene', 'gauge', 'The scene that plays.', [[label('name', now.scene), 1]]],
    ['mien_uptime_seconds', 'gauge', 'Seconds since the show began.', [['', now.uptimeSeconds]]],
    ['mien_memory_bytes', 'gauge', "Resident memory of the show's own process.", [['', now.memoryBytes]]],
  ];
  return rows
    .flatMap(([name, type, help, samples]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function label(name: string, value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `{${name}="${escaped}"}`;
}
