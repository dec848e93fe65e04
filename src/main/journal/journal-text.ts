import type { JournalSummary } from './journal-tally.ts';

/** The summary for a terminal. */
export function journalText(sum: JournalSummary): string {
  if (sum.sessions === 0 && Object.keys(sum.faults).length === 0) return 'The journal holds no session.\n';
  const lines = [
    `${sum.sessions} session${plural(sum.sessions)}, ${sum.visitors} visitor${plural(sum.visitors)}, ${sum.from?.slice(0, 10) ?? '-'} to ${sum.until?.slice(0, 10) ?? '-'}`,
    ...(sum.seconds === null
      ? []
      : [
          `Length: mean ${duration(sum.seconds.mean)}, median ${duration(sum.seconds.median)}, longest ${duration(sum.seconds.longest)}`,
        ]),
    ...table('Ended by', sum.endedBy, String),
    ...table('Endings', sum.endings, percent),
    ...table('Scenes seen', sum.scenes, percent),
    ...hours(sum.hours),
    ...table('Days', sum.days, String),
    ...table('Faults', sum.faults, String),
    ...table('Done by the operator', sum.operator, String),
    ...(sum.cutOff === 0 ? [] : ['', `${sum.cutOff} sessions were cut off.`]),
    ...(sum.torn === 0 ? [] : ['', `${sum.torn} lines could not be read.`]),
  ];
  return `${lines.join('\n')}\n`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Minutes and seconds. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function table(
  title: string,
  rows: Readonly<Record<string, number>>,
  write: (value: number) => string,
): readonly string[] {
  const entries = Object.entries(rows);
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([name]) => name.length));
  return ['', `${title}:`, ...entries.map(([name, value]) => `  ${name.padEnd(width)}  ${write(value).padStart(7)}`)];
}

function hours(counts: readonly number[]): readonly string[] {
  const most = Math.max(...counts);
  if (most === 0) return [];
  const rows = counts.flatMap((count, hour) =>
    count === 0
      ? []
      : [
          `  ${String(hour).padStart(2, '0')}:00  ${String(count).padStart(5)}  ${'#'.repeat(Math.ceil((count / most) * 40))}`,
        ],
  );
  return ['', 'Sessions by hour of the day:', ...rows];
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}
