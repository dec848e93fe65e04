import { effectiveRules, isUnconditional } from './compile-rules.ts';
import { type Film, type ScenePart, below } from './film.ts';
import type { Findings } from './findings.ts';
import { listed } from './nearest.ts';

/** The film as a graph: what follows a scene by its rules, and what else may lead away from it. */
interface Graph {
  readonly rules: ReadonlyMap<string, readonly string[]>;
  readonly fallback: ReadonlyMap<string, string | null>;
  readonly reactions: ReadonlyMap<string, readonly string[]>;
}

/** Scenes that no way leads to, loops that no way leads out of, and defaults that go in a circle. Linear in the film. */
export function checkReach(findings: Findings): void {
  const { film } = findings;
  if (!film.scenes.has(film.data.opening)) return;
  const graph = graphOf(film);
  const stuck = checkLoops(findings, graph);
  // With names that lead nowhere, what cannot be reached is an echo of them.
  if (findings.problems.some(({ code }) => code === 'unknown-target')) return;
  const reached = reach(graph, film);
  for (const part of film.scenes.values()) {
    if (reached.has(part.name)) continue;
    const isEnding = part.data.ending !== undefined;
    findings.add(
      isEnding ? 'ending-unreached' : 'unreachable-scene',
      part.origin,
      isEnding ? `no way leads to the ending "${part.name}"` : `no way leads to "${part.name}"`,
      'Let a rule lead there, or take the scene out.',
      'key',
    );
  }
  checkCircles(findings, graph, reached, stuck);
}

function graphOf(film: Film): Graph {
  const rules = new Map<string, readonly string[]>();
  const fallback = new Map<string, string | null>();
  const reactions = new Map<string, readonly string[]>();
  const sceneOf = (word: string): string => film.sections.get(word)?.data.start ?? word;
  const wide = targetsOf(film.data.on);
  for (const part of film.scenes.values()) {
    const isOver = isEnd(film, part);
    const effective = isOver ? [] : effectiveRules({ film }, part);
    rules.set(
      part.name,
      effective.map((rule) => sceneOf(rule.data.to)),
    );
    const last = effective.find((rule) => isUnconditional(rule.data));
    fallback.set(part.name, last === undefined ? null : sceneOf(last.data.to));
    const section = part.section === null ? undefined : film.sections.get(part.section)?.data;
    reactions.set(part.name, [...wide, ...targetsOf(section?.on), ...targetsOf(part.data.on)].map(sceneOf));
  }
  return { rules, fallback, reactions };
}

function targetsOf(on: Readonly<Record<string, string | undefined>> | undefined): readonly string[] {
  return Object.values(on ?? {}).filter(
    (word) => word !== undefined && word !== 'next' && word !== 'nothing',
  ) as string[];
}

function isEnd(film: Film, part: ScenePart): boolean {
  return part.data.ending !== undefined || part.name === film.data.credits;
}

function reach(graph: Graph, film: Film): ReadonlySet<string> {
  const reached = new Set([film.data.opening]);
  const waiting = [film.data.opening];
  const go = (to: string): void => {
    if (reached.has(to) || !film.scenes.has(to)) return;
    reached.add(to);
    waiting.push(to);
  };
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    graph.rules.get(at)?.forEach(go);
    graph.reactions.get(at)?.forEach(go);
    if (film.data.credits !== undefined && film.scenes.get(at)?.data.ending !== undefined) go(film.data.credits);
  }
  return reached;
}

/** Scenes from which neither an ending nor the opening can be reached; one problem a loop. */
function checkLoops(findings: Findings, graph: Graph): ReadonlySet<string> {
  const { film } = findings;
  const from = new Map<string, string[]>();
  for (const [name, targets] of graph.rules) {
    for (const to of new Set(targets)) {
      const before = from.get(to);
      if (before === undefined) from.set(to, [name]);
      else before.push(name);
    }
  }
  // A scene whose rules lead nowhere at all has been told about already.
  const isOut = (part: ScenePart): boolean =>
    isEnd(film, part) ||
    part.name === film.data.opening ||
    !(graph.rules.get(part.name) ?? []).some((to) => film.scenes.has(to));
  const out = new Set([...film.scenes.values()].filter(isOut).map((part) => part.name));
  const waiting = [...out];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const name of from.get(at) ?? []) {
      if (out.has(name)) continue;
      out.add(name);
      waiting.push(name);
    }
  }
  const stuck = new Set([...film.scenes.keys()].filter((name) => !out.has(name)));
  const told = new Set<string>();
  for (const name of stuck) {
    if (told.has(name)) continue;
    const loop = together(name, stuck, graph, from);
    loop.forEach((member) => told.add(member));
    const part = film.scenes.get(name);
    if (part === undefined) continue;
    const members = [...loop];
    const message =
      members.length === 1
        ? `"${name}" leads to itself only, and never out`
        : `${listed(members, 'and')} lead to one another only, and never out`;
    findings.add(
      'loop-without-exit',
      below(part.origin, 'next'),
      message,
      'Let a rule lead out of it, to an ending or the opening.',
      'key',
    );
  }
  return stuck;
}

/** The stuck scenes that hang together with `name`, in either direction. */
function together(
  name: string,
  stuck: ReadonlySet<string>,
  graph: Graph,
  from: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const group = new Set([name]);
  const waiting = [name];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const near of [...(graph.rules.get(at) ?? []), ...(from.get(at) ?? [])]) {
      if (!stuck.has(near) || group.has(near)) continue;
      group.add(near);
      waiting.push(near);
    }
  }
  return group;
}

/** In an empty room only defaults are taken: they should lead somewhere. One problem a circle. */
function checkCircles(
  findings: Findings,
  graph: Graph,
  reached: ReadonlySet<string>,
  stuck: ReadonlySet<string>,
): void {
  const { film } = findings;
  const round = new Map<string, number>();
  let walk = 0;
  for (const start of reached) {
    walk++;
    let at: string | null = start;
    while (at !== null && !round.has(at) && at !== film.data.opening) {
      round.set(at, walk);
      at = graph.fallback.get(at) ?? null;
    }
    if (at === null || at === film.data.opening || round.get(at) !== walk || stuck.has(at)) continue;
    const part = film.scenes.get(at);
    if (part === undefined || part.data.ending !== undefined) continue;
    const message = `the defaults go in a circle from "${at}" back to it: an empty room stays there until the session's longest time is over`;
    findings.add(
      'default-circle',
      below(part.origin, 'next'),
      message,
      'Let one default of the circle lead on, towards an ending.',
      'key',
    );
  }
}
