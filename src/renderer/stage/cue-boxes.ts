/** A subtitle as it is to be placed, whatever parsed it. Times in seconds of the media file. */
export interface TimedCue {
  readonly startTime: number;
  readonly endTime: number;
}

/** What of a WebVTT cue's settings says where it stands. */
export interface CueSettings {
  readonly snapToLines: boolean;
  readonly line: number | 'auto';
  readonly align: string;
}

/** The cues that stand at a time, in the file's order. */
export function cuesAt<T extends TimedCue>(cues: readonly T[], seconds: number): readonly T[] {
  return cues.filter(({ startTime, endTime }) => startTime <= seconds && seconds < endTime);
}

/** WebVTT knows two words for each side. */
const SIDES: ReadonlyMap<string, 'left' | 'right'> = new Map([
  ['start', 'left'],
  ['left', 'left'],
  ['end', 'right'],
  ['right', 'right'],
]);

/** At the top where the cue asks for the upper half of the picture, else at the bottom; the sides as it asks. */
export function placeOf({ snapToLines, line, align }: CueSettings): {
  readonly edge: 'top' | 'bottom';
  readonly align: 'left' | 'center' | 'right';
} {
  const top = line !== 'auto' && (snapToLines ? line >= 0 : line < 50);
  return { edge: top ? 'top' : 'bottom', align: SIDES.get(align) ?? 'center' };
}

/**
 * The one of several languages that was asked for ("en" takes "en-GB", and the other way round), or null.
 * @param asked a language, or null for none.
 */
export function languageOf(languages: readonly string[], asked: string | null): string | null {
  if (asked === null) return null;
  const wanted = asked.toLowerCase();
  const first = (language: string): string => language.toLowerCase().split('-')[0] ?? '';
  return (
    languages.find((language) => language.toLowerCase() === wanted) ??
    languages.find((language) => first(language) === first(wanted)) ??
    null
  );
}
