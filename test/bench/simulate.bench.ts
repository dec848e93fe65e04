import { compileFilm } from '../../src/film/compile.ts';
import type { CompiledFilm } from '../../src/film/compiled-film.ts';
import { parseFilm } from '../../src/film/parse-film.ts';
import { usualTemperament } from '../../src/film/simulate-temperament.ts';
import { simulatedVisitor } from '../../src/film/simulate-visitor.ts';
import { simulateVisitors } from '../../src/film/simulate-visitors.ts';
import { type BenchGroup, summarise } from './measure.ts';

/** What was promised: a thousand visitors through a film of a hundred scenes in under 10 s of one core. */
const VISITORS = 1000;
const SCENES = 100;
const RUNS = 3;
const SEED = 7;

interface Shape {
  readonly name: string;
  /** Where the rule of this number leads from a scene. */
  readonly to: (scene: number, rule: number) => number;
  /** Whether this scene's first rule may fire in mid-scene: then it feels the mood ten times a second. */
  readonly feels: (scene: number) => boolean;
}

const SHAPES: readonly Shape[] = [
  // Twelve layers of eight scenes, as a film of choices has.
  {
    name: 'eight to choose among',
    to: (scene, rule) => (Math.floor(scene / 8) + 1) * 8 + ((scene * 3 + rule) % 8),
    feels: (scene) => scene % 5 === 4,
  },
  // The most that a film of a hundred scenes can ask for: ten minutes a visitor, 98 decisions.
  { name: 'each scene seen by all', to: (scene) => scene + 1, feels: () => false },
  { name: 'each seen, half feel throughout', to: (scene) => scene + 1, feels: (scene) => scene % 2 === 1 },
];

function filmOf({ to, feels }: Shape): CompiledFilm {
  const clip = { standIn: { title: 'card', seconds: 6 } };
  const name = (scene: number): string => `s${Math.min(SCENES - 2, scene)}`;
  const scenes: Record<string, object> = { opening: { clip, next: 's0' } };
  for (let scene = 0; scene < SCENES - 1; scene++) {
    const isLast = to(scene, 0) >= SCENES - 1;
    const next = [
      { emotion: 'anger', ...(feels(scene) ? { for: 2 } : {}), to: name(to(scene, 0)) },
      { emotion: 'fear', to: name(to(scene, 1)) },
      { when: `visits.s${scene} > 3 || mood.happiness > 0.6`, to: name(to(scene, 2)) },
      { emotion: 'happiness', to: name(to(scene, 3)) },
      { to: name(to(scene, 4)) },
    ];
    scenes[`s${scene}`] = { clip, ...(isLast ? { ending: `e${scene}` } : { next }) };
  }
  const emotions = ['anger', 'fear', 'happiness', 'calm'];
  const session = { longest: 3600 };
  const text = JSON.stringify({ version: 2, title: 'Hundred', emotions, opening: 'opening', session, scenes });
  const { film, problems } = parseFilm(text, 'film.json');
  if (film === undefined) throw new Error(`the film does not parse: ${problems[0]?.message ?? ''}`);
  return compileFilm(film, new Map());
}

/** `simulate --visitors 1000`, without reading the film and printing; seconds of this process on all cores. */
export function bench(): Promise<BenchGroup> {
  const results = SHAPES.map((shape) => {
    const film = filmOf(shape);
    const temperament = usualTemperament(film.emotions);
    const seconds: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const before = process.cpuUsage();
      const summary = simulateVisitors(film, {
        visitors: VISITORS,
        seed: SEED,
        startKeyMs: null,
        feedOf: (visitor) => simulatedVisitor(temperament, SEED, visitor),
      });
      const { user, system } = process.cpuUsage(before);
      seconds.push((user + system) / 1e6);
      if (summary.ended.ending !== VISITORS) throw new Error(`only ${summary.ended.ending ?? 0} visitors saw the end`);
    }
    return summarise(shape.name, 's', seconds);
  });
  return Promise.resolve({ results, ratios: [] });
}
