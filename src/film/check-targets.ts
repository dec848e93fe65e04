import { clipPartOf } from './compile-clip.ts';
import { cutAt, effectiveRules, isUnconditional } from './compile-rules.ts';
import { type Origin, type ScenePart, below } from './film.ts';
import type { Findings } from './findings.ts';
import { listed } from './nearest.ts';
import type { RuleData } from './schema-scene.ts';

type Reactions = Readonly<Partial<Record<string, string | undefined>>>;

/** Every name that has to be a scene, a clip or a marker, and every list that has to have a default. */
export function checkTargets(findings: Findings): void {
  const { film } = findings;
  const names = (): readonly string[] => [...film.scenes.keys(), ...film.sections.keys()];
  const some = listed([...film.scenes.keys()].slice(0, 8));
  const need = (word: string | undefined, origin: Origin, sections = true): void => {
    if (word === undefined || film.scenes.has(word) || (sections && film.sections.has(word))) return;
    const near = findings.suggestions.for(word, names);
    const hint =
      near === undefined ? `Use one that exists (${some} ...), or add the scene.` : `Did you mean "${near}"?`;
    findings.add('unknown-target', origin, `there is no scene "${word.slice(0, 60)}"`, hint);
  };
  const needAll = (next: string | readonly RuleData[] | undefined, origin: Origin): void => {
    if (typeof next === 'string') need(next, origin);
    else next?.forEach((rule, index) => need(rule.to, below(origin, index, 'to')));
  };
  const needReactions = (on: Reactions | undefined, origin: Origin): void => {
    for (const [event, word] of Object.entries(on ?? {})) {
      if (word === undefined || word === 'next' || word === 'nothing') {
        if (event === 'timeout' && word !== undefined) timeout(origin, word);
        continue;
      }
      need(word, below(origin, 'on', event));
      const scene = film.scenes.get(film.sections.get(word)?.data.start ?? word);
      const isOver = scene === undefined || scene.data.ending !== undefined || scene.name === film.data.opening;
      if (event === 'timeout' && !isOver) timeout(origin, word);
    }
  };
  const timeout = (origin: Origin, word: string): void =>
    findings.add(
      'timeout-goes-on',
      below(origin, 'on', 'timeout'),
      `a timeout that leads to "${word}" would not end the session`,
      'Name an ending or the opening, or leave it out.',
    );

  const root: Origin = { file: film.file, path: [] };
  need(film.data.opening, below(root, 'opening'), false);
  need(film.data.credits, below(root, 'credits'), false);
  need(film.data.default, below(root, 'default'));
  needReactions(film.data.on, root);
  for (const { data, origin } of film.sections.values()) {
    need(data.start, below(origin, 'start'), false);
    needAll(data.next, below(origin, 'next'));
    needReactions(data.on, origin);
  }
  for (const part of film.scenes.values()) {
    needAll(part.data.next, below(part.origin, 'next'));
    needReactions(part.data.on, part.origin);
    checkPlaceInFilm(findings, part);
    checkClipNames(findings, part);
  }
}

/** Endings and credits end, everything else goes on. */
function checkPlaceInFilm(findings: Findings, part: ScenePart): void {
  const { film } = findings;
  const { name, data, origin } = part;
  const isOver = data.ending !== undefined || name === film.data.credits;
  if (name === film.data.opening && isOver) {
    const hint = 'Let another scene be the ending, or another one the opening.';
    findings.add(
      'opening-ends',
      origin,
      `"${name}" is the opening, so it cannot be an ending or the credits`,
      hint,
      'key',
    );
  } else if (isOver && data.next !== undefined) {
    const what = data.ending === undefined ? 'the credits' : 'an ending';
    const hint = `Take "next" out, or take out what makes it ${what}.`;
    findings.add('ending-goes-on', below(origin, 'next'), `"${name}" is ${what}, so nothing follows it`, hint, 'key');
  }
  if (name === film.data.opening) {
    const back = effectiveRules({ film }, part).find((rule) => rule.data.to === name);
    if (back !== undefined) {
      const hint = 'It loops by itself until somebody comes: let the rule lead to the first scene of the visit.';
      findings.add(
        'opening-repeats',
        back.origin,
        'the opening leads back to itself, so a visit would never begin',
        hint,
      );
    }
  }
  if (isOver || effectiveRules({ film }, part).some((rule) => isUnconditional(rule.data))) return;
  findings.add(
    'no-default',
    data.next === undefined ? origin : below(origin, 'next'),
    `"${name}" has no default: in an empty room it would lead nowhere`,
    'Add a last rule with neither emotion nor condition, { "to": "..." }, or make the scene an ending.',
    'key',
  );
}

function checkClipNames(findings: Findings, part: ScenePart): void {
  const { film } = findings;
  const clip = clipPartOf(film, part);
  if (clip === null) {
    const word = typeof part.data.clip === 'string' ? part.data.clip.slice(0, 60) : '';
    const near = findings.suggestions.for(word, () => [...film.clips.keys()]);
    const known =
      film.clips.size === 0
        ? 'Name a file, as in "clips/sea.webm".'
        : `Use one of ${listed([...film.clips.keys()])}, or name a file.`;
    findings.add(
      'unknown-clip',
      below(part.origin, 'clip'),
      `there is no clip "${word}"`,
      near === undefined ? known : `Did you mean "${near}"?`,
    );
    return;
  }
  if (typeof part.data.next !== 'object') return;
  const markers = Object.keys(clip.data.markers ?? {});
  part.data.next.forEach((rule, index) => {
    const at = cutAt(rule);
    if (at.kind !== 'marker' || (at.name === null ? markers.length > 0 : markers.includes(at.name))) return;
    const near =
      at.name === null ? undefined : findings.suggestions.for(at.name, () => [...markers, 'end', 'now', 'marker']);
    const message =
      at.name === null
        ? `the clip of "${part.name}" has no markers`
        : `the clip of "${part.name}" has no marker "${at.name.slice(0, 60)}"`;
    const hint =
      near === undefined ? 'Add it to the clip\'s "markers", or cut "now" or at the "end".' : `Did you mean "${near}"?`;
    findings.add('unknown-marker', below(part.origin, 'next', index, 'at'), message, hint);
  });
}
