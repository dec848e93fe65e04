import type { SubtitleSpan } from './film-media.ts';

const TIMING = /^((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})/u;

/** When the cues of a WebVTT file stand, or one sentence that says why it is none. Linear in the text. */
export function readWebVtt(text: string): readonly SubtitleSpan[] | string {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
  if (!/^WEBVTT(?:[ \t].*)?$/u.test(lines[0] ?? '')) return 'its first line is not "WEBVTT"';
  const spans: SubtitleSpan[] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.includes('-->')) continue;
    const found = TIMING.exec(line);
    if (found === null) return `line ${index + 1} is no timing such as "00:01.000 --> 00:04.000"`;
    const [fromMs, toMs] = [milliseconds(found[1] ?? ''), milliseconds(found[2] ?? '')];
    if (toMs <= fromMs) return `the subtitle at line ${index + 1} ends before it begins`;
    spans.push({ fromMs, toMs });
  }
  return spans;
}

function milliseconds(time: string): number {
  const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round(seconds * 1000);
}
