import type { CompiledFilm, CompiledScene } from './compiled-film.ts';
import { clipOf } from './compile-clip.ts';
import {
  type Inherited,
  emotionsOf,
  readingOf,
  transitionOf,
  reactionsOf,
  variableTypes,
} from './compile-inherited.ts';
import { rulesOf } from './compile-rules.ts';
import { traceOf } from './compile-trace.ts';
import { Conditions, type Value } from './conditions.ts';
import { eveningGains } from './even-loudness.ts';
import { type Film, type ScenePart, endingsOf } from './film.ts';
import { filmMachine } from './film-machine.ts';
import type { MediaFacts } from './media-facts.ts';
import type { PrivacyData } from './schema-privacy.ts';

/** Default times of a session, seconds; each can be set in `session`. */
const STEADY = 1.5;
const GRACE = 8;
const LONGEST = 900;
/** How long a looping scene waits before it takes its default, seconds. */
const PATIENCE = 60;

/**
 * A film that checked without errors, ready to play. `media` gives each file's facts by its path; what is missing is
 * taken to last `GUESSED_MS`. Deterministic. What is wrong in the film is passed over here: `check` has said it.
 */
export function compileFilm(film: Film, media: ReadonlyMap<string, MediaFacts>): CompiledFilm {
  const emotions = emotionsOf(film);
  const conditions = conditionsOf(film);
  const inherited: Inherited = { film, emotions, types: variableTypes(film) };
  const scenes = record<CompiledScene>();
  for (const part of film.scenes.values()) scenes[part.name] = sceneOf(inherited, part, conditions, media);
  for (const [name, evenedDb] of eveningGains(film, scenes, media)) {
    const scene = scenes[name];
    if (scene !== undefined) scenes[name] = { ...scene, clip: { ...scene.clip, evenedDb } };
  }
  const sections = record<{ readonly title: string; readonly start: string }>();
  for (const [name, { data }] of film.sections) sections[name] = { title: data.title ?? name, start: data.start };
  const variables = record<Value>();
  for (const [name, { start }] of Object.entries(film.data.variables ?? {})) variables[name] = start;
  const { session } = film.data;
  const rooms: Omit<CompiledFilm, 'machine'> = {
    title: film.data.title,
    language: film.data.language ?? 'en',
    subtitlesOn: film.data.subtitlesOn ?? null,
    audioOn: film.data.audioOn ?? null,
    fit: film.data.fit ?? 'cover',
    textSize: film.data.textSize ?? 1,
    safeArea: film.data.safeArea ?? 0.9,
    emotions,
    opening: film.data.opening,
    credits: film.data.credits ?? null,
    session: {
      steadyMs: (session?.steady ?? STEADY) * 1000,
      graceMs: (session?.grace ?? GRACE) * 1000,
      longestMs: (session?.longest ?? LONGEST) * 1000,
    },
    privacy: privacyOf(film.data.privacy),
    scenes,
    sections,
    endings: endingsOf(film),
    variables,
  };
  // Made when it is first asked for: to check a film, or to draw it, no machine is needed.
  let machine: CompiledFilm['machine'] | null = null;
  return {
    ...rooms,
    get machine() {
      return (machine ??= filmMachine(rooms));
    },
  };
}

function privacyOf(data: PrivacyData | undefined): CompiledFilm['privacy'] {
  const lines = (words: PrivacyData['notice']): readonly string[] | null =>
    words === undefined ? null : typeof words === 'string' ? [words] : Object.values(words);
  return {
    consent: data?.consent ?? 'notice',
    notice: lines(data?.notice),
    sign: lines(data?.sign),
    paused: lines(data?.paused),
  };
}

/** The words that a film's conditions know. */
export function conditionsOf(film: Film): Conditions {
  return new Conditions({
    emotions: emotionsOf(film),
    places: {
      has: (name) => film.scenes.has(name) || film.sections.has(name),
      names: () => [...film.scenes.keys(), ...film.sections.keys()],
    },
    endings: endingsOf(film),
    variables: variableTypes(film),
    sectionOf: (scene) => film.scenes.get(scene)?.section ?? null,
  });
}

/** An object without a prototype, so that any name is safe to look up. */
function record<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function sceneOf(
  inherited: Inherited,
  part: ScenePart,
  conditions: Conditions,
  media: ReadonlyMap<string, MediaFacts>,
): CompiledScene {
  const { film } = inherited;
  const { data, name, section } = part;
  const isOpening = name === film.data.opening;
  const clip = clipOf(film, part, media);
  const repeat = data.repeat ?? (isOpening ? 'loop' : 1);
  const lengthMs = clip.durationMs * (repeat === 'loop' ? 1 : repeat);
  const rules = data.ending !== undefined || name === film.data.credits ? [] : rulesOf(inherited, part, conditions);
  return {
    name,
    title: data.title ?? name,
    notes: data.notes ?? '',
    tags: data.tags ?? [],
    section,
    clip,
    repeat: repeat === 'loop' ? null : repeat,
    hold: data.hold ?? false,
    patienceMs: (data.patience ?? PATIENCE) * 1000,
    reading: readingOf(inherited, part, lengthMs),
    ending: data.ending ?? null,
    rules,
    candidates:
      rules.length > 0
        ? [...new Set(rules.map((rule) => rule.to))]
        : [film.data.credits !== undefined && name !== film.data.credits ? film.data.credits : film.data.opening],
    isChoice: rules.length > 1,
    set: Object.entries(data.set ?? {}).flatMap(([variable, value]): CompiledScene['set'] => {
      if (typeof value !== 'string') return [{ variable, value }];
      const { condition } = conditions.compile(value, inherited.types.get(variable) ?? 'number');
      return condition === null ? [] : [{ variable, value: condition }];
    }),
    on: reactionsOf(inherited, part),
    transition: transitionOf(inherited, part),
    trace: traceOf(inherited, data.trace),
  };
}
