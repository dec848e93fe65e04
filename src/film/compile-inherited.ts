import { usualRules } from '../mood/usual-rules.ts';
import { EMOTIONS, type Emotion, emotionFromWord } from '../protocol/emotions.ts';
import type { Transition } from '../protocol/messages.ts';
import type { CompiledScene, Reaction, ReactionEvent } from './compiled-film.ts';
import type { ValueType } from './conditions.ts';
import type { Film, ScenePart } from './film.ts';
import type { FilmData } from './schema.ts';
import type { SceneData, SectionData } from './schema-scene.ts';
import type { ReadingData } from './schema-reading.ts';
import type { TransitionData } from './schema-clip.ts';

/** What a scene takes from its section and its film where it does not say its own. */
export interface Inherited {
  readonly film: Film;
  readonly emotions: readonly Emotion[];
  readonly types: ReadonlyMap<string, ValueType>;
}

/** The film's emotions in its order, each once. */
export function emotionsOf(film: Film): readonly Emotion[] {
  return [...new Set(words(film.data.emotions))];
}

function words(of: readonly string[]): readonly Emotion[] {
  return of.flatMap((word) => emotionFromWord(word) ?? []);
}

export function variableTypes(film: Film): ReadonlyMap<string, ValueType> {
  return new Map(Object.entries(film.data.variables ?? {}).map(([name, { type }]) => [name, type]));
}

function layers<T>({ film }: Inherited, part: ScenePart, of: (layer: LayerData) => T | undefined): readonly T[] {
  const section = part.section === null ? undefined : film.sections.get(part.section)?.data;
  return [film.data, section, part.data].flatMap((layer) => {
    const value = layer === undefined ? undefined : of(layer);
    return value === undefined ? [] : [value];
  });
}
type LayerData = FilmData | SectionData | SceneData;

export function readingOf(inherited: Inherited, part: ScenePart, lengthMs: number): CompiledScene['reading'] {
  const said: ReadingData = Object.assign({}, ...layers(inherited, part, (layer) => layer.reading)) as ReadingData;
  const own = said.emotions === undefined ? inherited.emotions : words(said.emotions);
  const emotions = inherited.emotions.filter((emotion) => own.includes(emotion));
  const weights: Partial<Record<Emotion, number>> = {};
  for (const [word, weight] of Object.entries(said.weights ?? {})) {
    const emotion = emotionFromWord(word);
    if (emotion !== undefined && weight !== undefined) weights[emotion] = weight;
  }
  const usual = usualRules(
    emotions.length > 0 ? emotions : inherited.emotions.length > 0 ? inherited.emotions : EMOTIONS,
  );
  return {
    rules: {
      emotions: usual.emotions,
      weights,
      windowMs: said.window === undefined ? usual.windowMs : said.window * 1000,
      confidence: said.confidence ?? usual.confidence,
      margin: said.margin ?? usual.margin,
      audience: said.audience ?? usual.audience,
      baseline: said.baseline ?? usual.baseline,
    },
    opensMs: said.from === undefined ? 0 : momentMs(said.from, lengthMs),
    closesMs: said.to === undefined ? null : momentMs(said.to, lengthMs),
  };
}

/** Seconds or a share of the scene's length, as milliseconds. */
export function momentMs(moment: number | string, lengthMs: number): number {
  if (typeof moment === 'number') return moment * 1000;
  return (Number.parseFloat(moment) / 100) * lengthMs;
}

export function transitionFrom(data: TransitionData): Transition {
  if (data === 'cut') return { kind: 'cut' };
  if ('crossfade' in data) return { kind: 'crossfade', seconds: data.crossfade };
  return { kind: 'dip', seconds: data.dip, colour: data.colour };
}

export function transitionOf(inherited: Inherited, part: ScenePart): Transition {
  const said = layers(inherited, part, (layer) => layer.transition).at(-1);
  return said === undefined ? { kind: 'cut' } : transitionFrom(said);
}

export function reactionsOf(inherited: Inherited, part: ScenePart): Readonly<Record<ReactionEvent, Reaction>> {
  const { film } = inherited;
  const said: Partial<Record<ReactionEvent, string>> = Object.assign(
    {},
    ...layers(inherited, part, (layer) => layer.on),
  ) as Partial<Record<ReactionEvent, string>>;
  const isOpening = part.name === film.data.opening;
  const reaction = (event: ReactionEvent, otherwise: Reaction): Reaction => {
    const word = said[event];
    if (word === undefined) return otherwise;
    if (word === 'next' || word === 'nothing') return { do: word };
    return { do: 'go', to: film.sections.get(word)?.data.start ?? word };
  };
  const begin: Reaction = isOpening ? { do: 'next' } : { do: 'nothing' };
  const home: Reaction = { do: 'go', to: film.data.opening };
  return {
    arrive: reaction('arrive', begin),
    start: reaction('start', begin),
    leave: reaction('leave', home),
    timeout: reaction('timeout', home),
    reset: reaction('reset', home),
  };
}
