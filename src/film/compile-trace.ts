import { type Emotion, emotionFromWord } from '../protocol/emotions.ts';
import type { CompiledTrace } from './compiled-film.ts';
import type { Inherited } from './compile-inherited.ts';
import type { TraceData } from './schema-trace.ts';

const INK = '#e8ecf2';
/** Set side by side, none of them is taken for another, on a dark picture; warm where a mood goes out, cool where it goes in. */
const USUAL_COLOURS: Readonly<Record<Emotion, string>> = {
  anger: '#e5533d',
  disgust: '#9fb04a',
  fear: '#a07be0',
  happiness: '#f6b648',
  sadness: '#5b8fe0',
  surprise: '#f58ac0',
  calm: '#63c7b8',
};

/** How a scene draws the visit; null where it does not. */
export function traceOf({ emotions }: Inherited, data: TraceData | undefined): CompiledTrace | null {
  if (data === undefined) return null;
  const top = data.top ?? 0.2;
  const said = (of: Readonly<Partial<Record<string, string>>> | undefined): Partial<Record<Emotion, string>> => {
    const all: Partial<Record<Emotion, string>> = {};
    for (const [word, value] of Object.entries(of ?? {})) {
      const emotion = emotionFromWord(word);
      if (emotion !== undefined && value !== undefined) all[emotion] = value;
    }
    return all;
  };
  const [colours, words] = [said(data.colours), said(data.words)];
  const each = (valueOf: (emotion: Emotion) => string): Partial<Record<Emotion, string>> =>
    Object.fromEntries(emotions.map((emotion) => [emotion, valueOf(emotion)]));
  return {
    colours: each((emotion) => colours[emotion] ?? USUAL_COLOURS[emotion]),
    words: each((emotion) => words[emotion] ?? emotion),
    ink: data.ink ?? INK,
    titles: data.titles ?? true,
    top,
    height: Math.min(1 - top, data.height ?? 0.6),
    startMs: (data.start ?? 1) * 1000,
    durationMs: (data.seconds ?? 8) * 1000,
  };
}
