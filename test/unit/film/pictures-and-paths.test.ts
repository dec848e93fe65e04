import { getShortestPaths } from '@xstate/graph';
import Elk from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { checkFilm } from '../../../src/film/check.ts';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import { explainSession, readSession } from '../../../src/film/explain.ts';
import { filmConfig } from '../../../src/film/film-machine.ts';
import { FIRST_FILM } from '../../../src/film/first-film.ts';
import { compileFilm } from '../../../src/film/compile.ts';
import { filmGraph } from '../../../src/film/graph-model.ts';
import { layoutInput, placedGraph } from '../../../src/film/graph-layout.ts';
import { graphSvg } from '../../../src/film/graph-svg.ts';
import { graphDot, graphMermaid } from '../../../src/film/graph-text.ts';
import { filmPaths } from '../../../src/film/journeys.ts';
import { parseFilm } from '../../../src/film/parse-film.ts';
import { constantMood } from '../../../src/film/simulate-mood.ts';
import { simulateVisit } from '../../../src/film/simulate-visit.ts';
import { journeyJson } from '../../../src/film/write-simulation.ts';
import { crossroads, smallFilm } from './small-films.ts';

function firstFilm(): CompiledFilm {
  return compileFilm(parseFilm(FIRST_FILM, 'film.json').film!, new Map());
}

describe('the shortest ways', () => {
  const lonely = smallFilm({
    opening: { next: 'a' },
    a: { next: [{ emotion: 'anger', to: 'b' }, { when: 'viewers > 3', to: 'c' }, { to: 'end' }] },
    b: { next: [{ emotion: 'fear', to: 'c' }, { to: 'a' }] },
    c: { next: 'end' },
    end: { ending: 'end' },
  });

  it('lead to every scene and ending, with the emotions that lead there', () => {
    const { paths, unreachable } = filmPaths(crossroads());
    expect(unreachable).toEqual([]);
    expect(paths.find((path) => path.scene === 'grey')).toMatchObject({
      ending: 'grey',
      scenes: ['opening', 'ask', 'grey'],
      emotions: ['fear'],
      seconds: 6,
    });
  });

  it('say where a condition has a say', () => {
    const steps = filmPaths(lonely).paths.find((path) => path.scene === 'c')?.steps;
    expect(steps?.map((step) => step.isSure)).toEqual([true, false]);
  });

  it("are as long as those of xstate's own graph over the same machine, its guards taken as events", () => {
    for (const film of [lonely, firstFilm(), crossroads()]) {
      const config = filmConfig(film);
      const states = Object.fromEntries(
        Object.entries(config.states).map(([name, state]) => {
          const ways = 'on' in state ? [...(state.on.cutDue ?? []), ...(state.on.arrive ?? [])] : [];
          const on = Object.fromEntries(
            ways.flatMap((way, index) => (way.target === undefined ? [] : [[`way${index}`, way.target.slice(1)]])),
          ) as Record<string, string>;
          return [name, { on }];
        }),
      );
      const machine = createMachine({ initial: config.initial, states });
      const shortest = new Map(
        getShortestPaths(machine).map((path) => [JSON.stringify(path.state.value), path.weight]),
      );
      for (const path of filmPaths(film).paths)
        expect([path.scene, path.steps.length]).toEqual([path.scene, shortest.get(JSON.stringify(path.scene))]);
    }
  });
});

describe('pictures of a film', () => {
  const film = crossroads({}, { title: 'Red & "blue" <film>' });
  const graph = filmGraph(film);

  it('are drawn as SVG with every scene, every way in the colour of its emotion, and a legend', async () => {
    const laid = await new Elk().layout(layoutInput(graph));
    const svg = graphSvg(graph, placedGraph(graph, laid), new Map());
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/u);
    for (const word of ['opening', 'ask', 'red', 'grey', 'blue', 'anger', 'fear', 'default or condition'])
      expect(svg).toContain(`>${word}<`);
    expect(svg.match(/marker-end/gu)).toHaveLength(graph.edges.length);
    expect(svg).toContain('Red &amp; &quot;blue&quot; &lt;film&gt;');
    expect(svg).not.toContain('NaN');
  });

  it('are laid out with room for words where they are drawn, and without for the console, which waited a minute for it', () => {
    const words = (hasWords: boolean): number[] =>
      (layoutInput(graph, hasWords).edges ?? []).map(({ labels }) => labels?.length ?? 0);
    expect(words(true)).toContain(1);
    expect(words(false)).toEqual(graph.edges.map(() => 0));
  });

  it('are written for Mermaid and for Graphviz', () => {
    expect(graphMermaid(graph)).toMatch(/^flowchart LR\n/u);
    expect(graphMermaid(graph)).toContain('n_ask -->|"anger"| n_red');
    expect(graphDot(graph)).toContain('digraph "Red & \\"blue\\" <film>" {');
    expect(graphDot(graph)).toContain('"ask" -> "grey" [label="fear"');
  });

  it("give the machine's config as plain JSON that makes the same machine", () => {
    const config = filmConfig(film);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(Object.keys(config.states)).toEqual(Object.keys(film.scenes));
    expect(config.initial).toBe('opening');
  });
});

describe('a new film', () => {
  it('checks clean, warnings and all', () => {
    const parsed = parseFilm(FIRST_FILM, 'film.json');
    expect([...parsed.problems, ...checkFilm(parsed.film!)]).toEqual([]);
  });

  it.each(['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'calm'] as const)(
    'ends under %s',
    (mood) => {
      const { journey } = simulateVisit(firstFilm(), { seed: 1, feed: constantMood(mood), startKeyMs: null });
      expect(journey.by).toBe('ending');
      expect(journey.scenes.length).toBeGreaterThan(2);
    },
  );
});

describe('explain', () => {
  const { journey } = simulateVisit(crossroads(), { seed: 1, feed: constantMood('fear'), startKeyMs: null });

  it('tells each decision rule by rule', () => {
    const read = readSession(
      JSON.stringify({ session: 'x7', startedAt: '2026-01-02T03:04:05Z', ...(journeyJson(journey, true) as object) }),
    );
    expect(read.ok).toBe(true);
    const text = explainSession((read as Extract<typeof read, { ok: true }>).session);
    expect(text).toContain('Session x7, begun 2026-01-02T03:04:05Z: opening > ask > grey');
    expect(text).toContain('1. ask at 5.4 s: went to grey by "fear"');
    expect(text).toContain('   - rule 1 to red: needs anger; the mood is fear');
    expect(text).toContain('   * rule 2 to grey: fear is dominant');
    expect(text).toContain('It reached the ending "grey".');
  });

  it('says what a summary leaves out', () => {
    const read = readSession(JSON.stringify(journeyJson(journey, false)));
    expect(explainSession((read as Extract<typeof read, { ok: true }>).session)).toContain('a summary leaves it out');
  });

  it.each(['', '{', '[]', '{"decisions": 3}', '{"decisions": [{"scene": "a"}]}'])(
    'refuses %s with the place',
    (text) => {
      const read = readSession(text);
      expect(read.ok).toBe(false);
    },
  );
});
