import { EMOTIONS, type Emotion } from '../../protocol/emotions.ts';
import { FILM_VERSION } from '../schema.ts';
import { writeTime } from '../times.ts';
import type { PlannedScene, RiotPlan } from './riot-plan.ts';
import type { Range } from './riot-ranges.ts';

/** A plan with the names that it goes by in a film of several. */
export interface Version {
  /** An identifier: `badbw`; scenes of the version begin with it where there are several. */
  readonly name: string;
  readonly source: string;
  readonly plan: RiotPlan;
  /** Path of the film below the new film's folder. */
  readonly file: string;
}

/** RIOT compared whole scenes; Mien's windows reach ten minutes back. */
export const RIOT_WINDOW_SECONDS = 600;
/** RIOT had no longest session. An hour, or twice all that the film has, leaves every journey its time. */
const LONGEST_SECONDS = 3_600;

/** What a film file may hold, as far as an import writes it. Checked against the schema by the import's tests. */
type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
type Entry = readonly [string, Json];

/** `film.json` of the versions: one is told straight, several are dealt as a shuffled deck. */
export function writeRiotFilm(versions: readonly Version[], title: string): string {
  const [first] = versions;
  if (first === undefined) throw new RangeError('a film needs at least one version');
  const clips = new ClipTable();
  const dealt = versions.length > 1;
  const opening = {
    title: 'Opening',
    clip: clips.nameOf('opening', first.file, first.plan.opening),
    repeat: 'loop',
    next: dealt
      ? versions.map((version) => ({ to: version.name, weight: 1, notes: `The version of ${version.source}.` }))
      : first.plan.entry,
  };
  const told = versions.map((version) => {
    const prefix = dealt ? `${version.name}_` : '';
    return { version, prefix, scenes: scenesOf(version, prefix, dealt ? version.name : 'credits', clips) };
  });
  for (const { version, prefix } of told) {
    for (const { name, range } of version.plan.spare) clips.nameOf(`${prefix}${name}`, version.file, range);
  }
  const film: Json = {
    version: FILM_VERSION,
    title,
    notes: `Imported from ${versions.map((one) => one.source).join(', ')} (${first.plan.dialect}).`,
    emotions: emotionsOf(versions),
    opening: 'opening',
    reading: {
      ...(first.plan.readsOneScene ? { window: RIOT_WINDOW_SECONDS } : {}),
      confidence: 0,
      margin: 0,
      audience: 'nearest',
      baseline: false,
    },
    session: { longest: longestSeconds(versions) },
    on: { leave: 'nothing' },
    clips: clips.all(),
    scenes: dealt ? { opening } : { opening, ...Object.fromEntries<Json>(told.flatMap((one) => one.scenes)) },
    ...(dealt
      ? {
          sections: Object.fromEntries(
            told.map(({ version, prefix, scenes }) => [
              version.name,
              {
                title: version.plan.actors.length > 0 ? version.plan.actors.join(', ') : version.name,
                notes: `From ${version.source}.`,
                start: `${prefix}${version.plan.entry}`,
                scenes: Object.fromEntries<Json>(scenes),
              },
            ]),
          ),
        }
      : {}),
  };
  return `${JSON.stringify(film, null, 2)}\n`;
}

function scenesOf(version: Version, prefix: string, ending: string, clips: ClipTable): readonly Entry[] {
  return version.plan.scenes.map((scene) => [
    `${prefix}${scene.name}`,
    {
      title: scene.title,
      clip: clips.nameOf(`${prefix}${scene.name}`, version.file, scene.range),
      ...nextOf(scene, prefix, ending),
    },
  ]);
}

function nextOf(scene: PlannedScene, prefix: string, ending: string): Readonly<Record<string, Json>> {
  switch (scene.next.kind) {
    case 'ending':
      return { ending };
    case 'go': {
      const to = `${prefix}${scene.next.to}`;
      if (scene.wayOut === undefined) return { next: to };
      const when = `session.seconds >= ${scene.wayOut.afterSeconds}`;
      return { next: [{ when, to: `${prefix}${scene.wayOut.to}` }, { to }] };
    }
    case 'mood':
      return {
        next: [
          ...scene.next.branches.map(({ emotion, to }) => ({ emotion, to: `${prefix}${to}` })),
          { to: `${prefix}${scene.next.otherwise}` },
        ],
      };
  }
}

/** Each range of a file is one clip, however many scenes show it. */
class ClipTable {
  readonly #names = new Map<string, string>();
  readonly #clips = new Map<string, Json>();

  /** The name of the clip of this range: the one that it has, or `wanted`. */
  nameOf(wanted: string, file: string, range: Range): string {
    const key = `${range.inMs} ${range.outMs ?? 'end'} ${file}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    this.#names.set(key, wanted);
    this.#clips.set(wanted, {
      file,
      in: writeTime(range.inMs),
      ...(range.outMs === null ? {} : { out: writeTime(range.outMs) }),
    });
    return wanted;
  }

  all(): Json {
    return Object.fromEntries(this.#clips);
  }
}

function emotionsOf(versions: readonly Version[]): readonly Emotion[] {
  const all = new Set(versions.flatMap((version) => version.plan.emotions));
  // The language wants at least one; a film without a choice listens to nothing that matters.
  return all.size === 0 ? ['calm'] : EMOTIONS.filter((emotion) => all.has(emotion));
}

function longestSeconds(versions: readonly Version[]): number {
  const lengths = versions.map((version) =>
    version.plan.scenes.reduce(
      (sum, { range }) => sum + (range.outMs === null ? 600_000 : range.outMs - range.inMs),
      0,
    ),
  );
  return Math.max(LONGEST_SECONDS, Math.ceil((2 * Math.max(...lengths)) / 1000));
}
