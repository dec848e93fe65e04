import { createHash } from 'node:crypto';
import { escapeText } from './escape-text.ts';
import type { JournalSummary } from './journal-tally.ts';
import { duration, percent } from './journal-text.ts';
import { journeysSvg } from './journeys-svg.ts';

/** The summary as one page: no script, nothing loaded from anywhere, and a policy that holds it to that. */
export function journalHtml(sum: JournalSummary): string {
  const { seconds } = sum;
  const facts: readonly (readonly [string, string])[] = [
    ['Sessions', String(sum.sessions)],
    ['Visitors', String(sum.visitors)],
    ...(seconds === null
      ? []
      : ([
          ['Mean length', duration(seconds.mean)],
          ['Median length', duration(seconds.median)],
          ['Longest', duration(seconds.longest)],
        ] as const)),
    ['Cut off', String(sum.cutOff)],
    ['Lines not read', String(sum.torn)],
  ];
  const svg = journeysSvg(sum.journeys);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_HASH}'">
<title>Mien: journal</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Journal</h1>
<p>${escapeText(dayOfTime(sum.from))} to ${escapeText(dayOfTime(sum.until))}</p>
<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeText(value)}</dd></div>`).join('')}</dl>
${svg === null ? '' : `<h2>Journeys</h2><div class="wide" tabindex="0" role="region" aria-label="Journeys">${svg}</div>`}
${table('Endings', 'Share of sessions', sum.endings, percent)}
${table('Scenes seen', 'Share of sessions', sum.scenes, percent)}
${table('Ended by', 'Sessions', sum.endedBy, String)}
${table('Hours of the day', 'Sessions', busyHours(sum.hours), String)}
${table('Days', 'Sessions', sum.days, String)}
${table('Faults', 'Times', sum.faults, String)}
${table('Done by the operator', 'Times', sum.operator, String)}
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
dl { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
dd { margin: 0; font-size: 1.5rem; }
table { border-collapse: collapse; min-width: 20rem; }
th, td { text-align: left; padding: 0.2rem 1rem 0.2rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
.wide { overflow-x: auto; }
`;

/** The page's own style and no other. */
const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

function dayOfTime(at: string | null): string {
  return at?.slice(0, 10) ?? 'no session';
}

function busyHours(hours: readonly number[]): Readonly<Record<string, number>> {
  const rows = hours.flatMap((count, hour) => (count === 0 ? [] : [[`${String(hour).padStart(2, '0')}:00`, count]]));
  return Object.fromEntries(rows) as Record<string, number>;
}

function table(
  title: string,
  unit: string,
  rows: Readonly<Record<string, number>>,
  write: (value: number) => string,
): string {
  const entries = Object.entries(rows);
  if (entries.length === 0) return '';
  const body = entries.map(
    ([name, value]) => `<tr><th scope="row">${escapeText(name)}</th><td>${escapeText(write(value))}</td></tr>`,
  );
  return `<h2>${title}</h2>\n<table><thead><tr><th scope="col">${title}</th><th scope="col">${unit}</th></tr></thead><tbody>${body.join('')}</tbody></table>`;
}
