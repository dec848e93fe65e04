import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { csvHead, csvRow } from '../../../../src/main/journal/journal-csv.ts';
import { journalHtml } from '../../../../src/main/journal/journal-html.ts';
import { JournalTally } from '../../../../src/main/journal/journal-tally.ts';
import { journalText } from '../../../../src/main/journal/journal-text.ts';
import { journalLineSchema, parseJournalLine } from '../../../../src/main/journal/journal-line.ts';
import { SessionScribe } from '../../../../src/main/journal/session-scribe.ts';
import { readSession, explainSession } from '../../../../src/film/explain.ts';
import { decisionOf, sessionOf } from './sample-lines.ts';

const at = (hour: number, minute = 0): Date => new Date(2026, 10, 24, hour, minute);
const sessions = [
  sessionOf(at(10), ['sea', 'sun', 'end'], 'glow'),
  sessionOf(at(14), ['sea', 'rain', 'sea', 'end'], 'wet'),
  sessionOf(at(14, 30), ['sea', 'sun'], null),
];

function tallied() {
  const tally = new JournalTally();
  for (const session of sessions) tally.hear(session);
  // The last one is there twice: the machine was killed right after it was written.
  tally.hear(sessions[2]!);
  tally.hear({
    type: 'decision',
    at: at(15).toISOString(),
    session: at(15).toISOString(),
    film: 'Weather',
    ...decisionOf('sea', 'sun'),
  });
  tally.hear({ type: 'fault', at: at(15).toISOString(), code: 'camera-lost', part: 'cam', detail: 'unplugged' });
  tally.hear(null);
  return tally.sum();
}

describe('what a journal adds up to', () => {
  it('counts visitors, lengths, shares of scenes and endings, the busiest hours and faults', () => {
    const sum = tallied();
    expect(sum).toMatchObject({ sessions: 3, visitors: 6, cutOff: 1, torn: 1, faults: { 'camera-lost': 1 } });
    expect(sum.seconds).toEqual({ mean: 90, median: 90, longest: 120 });
    expect(sum.endings).toEqual({ glow: 1 / 3, wet: 1 / 3 });
    // A scene that a session saw twice counts once.
    expect(sum.scenes).toEqual({ sea: 1, end: 2 / 3, sun: 2 / 3, rain: 1 / 3 });
    expect(sum.hours.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([
      [10, 1],
      [14, 2],
    ]);
    expect(sum.journeys.find(({ step, from, to }) => step === 0 && from === 'sea' && to === 'sun')?.sessions).toBe(2);
  });

  it('says it as text and as a row a session', () => {
    const text = journalText(tallied());
    expect(text).toContain('3 sessions, 6 visitors');
    expect(text).toContain('14:00      2  ####');
    const rows = (csvHead() + sessions.map(csvRow).join('')).trimEnd().split('\r\n');
    expect(rows).toHaveLength(4);
    expect(rows[2]).toContain(',wet,120,2,3,sea > rain > sea > end');
  });

  it("gives a spreadsheet no formula, whatever a film's scenes are called", () => {
    expect(csvRow(sessionOf(at(9), ['=HYPERLINK("x")', 'b'], '@end'))).toMatch(/,'@end,.*"'=HYPERLINK\(""x""\) > b"/);
  });

  it('draws the journeys as a Sankey picture, in a page without a script and with nothing loaded', () => {
    const tally = new JournalTally();
    for (const session of sessions) tally.hear(session);
    tally.hear(sessionOf(at(9), ['<script>alert(1)</script>', '"quoted"'], '<img src=x>'));
    const html = journalHtml(tally.sum());
    expect(html.match(/<path /g)).toHaveLength(6);
    expect(html).not.toMatch(/NaN|<script|<img/);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain("default-src 'none'");
    // Not even its own style is let in by an unsafe word, and it is the one that the policy means.
    expect(html).not.toContain('unsafe-');
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    expect(html).toContain(createHash('sha256').update(style).digest('base64'));
  });
});

describe('a journal line', () => {
  it('carries what explain tells: scores, and how each rule fared', () => {
    const scribe = new SessionScribe('Weather', () => at(11));
    expect(scribe.hear({ type: 'sessionStarted', params: { by: 'start' } })).toBeNull();
    const fell = scribe.hear({ type: 'decision', params: decisionOf('sea', 'sun') });
    const ended = { by: 'ending', ending: 'glow', scenes: ['sea', 'sun'], seconds: 61 } as const;
    const line = scribe.hear({ type: 'sessionEnded', params: ended });
    expect(journalLineSchema.parse(fell)).toEqual(fell);
    expect(parseJournalLine(JSON.stringify(line))).toEqual(line);
    const read = readSession(JSON.stringify(line));
    const words = read.ok ? explainSession(read.session) : read.reason;
    expect(words).toContain('happiness 0.80, calm 0.20 from 17 readings of 2 viewers');
    expect(words).toContain('- rule 2 to mist: an earlier rule was taken');
    expect(words).toContain('It reached the ending "glow".');
  });

  it('holds no picture, no box and no id of a viewer', () => {
    const line = JSON.stringify(sessions[0]);
    expect(line).not.toMatch(/"(box|pixels|viewerId|id|image|frame)"/);
  });
});
