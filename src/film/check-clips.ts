import { clipPartOf } from './compile-clip.ts';
import { type Film, type Origin, type Part, below } from './film.ts';
import type { FoundFiles } from './film-media.ts';
import type { Findings } from './findings.ts';
import type { ClipData } from './schema-clip.ts';
import { parseTime, writeTime } from './times.ts';

/** A range may reach this much beyond what its container says: the last frame's length is often left out. */
const END_SLACK_MS = 100;
/** Further back than this a seek to the in point is seen as a wait (issue: 0.5 s). */
const KEYFRAME_FAR_MS = 500;

/** Clips one by one: that they show something, and that their times make sense in their files. */
export function checkClips(findings: Findings, found: FoundFiles): void {
  for (const clip of clipsOf(findings.film)) checkClip(findings, clip, found);
}

/** Every clip that is written out, each once. */
export function clipsOf(film: Film): readonly Part<ClipData>[] {
  const own = [...film.scenes.values()].flatMap((scene) => {
    if (typeof scene.data.clip === 'string' && film.clips.has(scene.data.clip)) return [];
    return clipPartOf(film, scene) ?? [];
  });
  return [...film.clips.values(), ...own];
}

function checkClip(findings: Findings, { data, origin }: Part<ClipData>, found: FoundFiles): void {
  const { film } = findings;
  const drawn = data.card ?? data.standIn;
  if ([data.file, data.card, data.standIn].filter((what) => what !== undefined).length !== 1) {
    const message =
      data.file === undefined && drawn === undefined
        ? 'the clip has neither a file nor a stand-in'
        : data.file === undefined
          ? 'the clip has both a card and a stand-in'
          : `the clip has both a file and a ${data.card === undefined ? 'stand-in' : 'card'}`;
    const hint =
      drawn === undefined
        ? 'Name a "file", or write "standIn": { "title": "...", "seconds": 10 }.'
        : data.file === undefined
          ? 'Keep the card, which is part of the film; a stand-in is for what is not shot yet.'
          : `Keep the file once it is shot, the ${data.card === undefined ? 'stand-in until then' : 'card if there is none'}.`;
    findings.add('clip-empty', origin, message, hint);
    return;
  }
  const ms = (time: number | string | undefined, at: Origin): number | null => {
    if (time === undefined) return null;
    const parsed = parseTime(time, data.rate ?? film.data.frameRate);
    if ('ms' in parsed) return parsed.ms;
    findings.add('bad-time', at, parsed.fault, parsed.mend);
    return null;
  };
  const inMs = ms(data.in, below(origin, 'in')) ?? 0;
  const outMs = ms(data.out, below(origin, 'out'));
  if (outMs !== null && outMs <= inMs) {
    const message = `the clip ends at ${writeTime(outMs)}, before it begins at ${writeTime(inMs)}`;
    findings.add('range-empty', below(origin, 'out'), message, 'Let "out" be later than "in".');
    return;
  }
  const facts = data.file === undefined ? undefined : found.media.get(data.file);
  if (facts !== undefined) {
    const length = `the file lasts ${writeTime(facts.durationMs)}`;
    const hint = `Write a time below ${writeTime(facts.durationMs)}.`;
    if (inMs >= facts.durationMs) {
      findings.add('range-outside', below(origin, 'in'), `the clip begins at ${writeTime(inMs)}, and ${length}`, hint);
      return;
    }
    if (outMs !== null && outMs > facts.durationMs + END_SLACK_MS) {
      findings.add('range-outside', below(origin, 'out'), `the clip ends at ${writeTime(outMs)}, and ${length}`, hint);
      return;
    }
    checkKeyframe(findings, below(origin, 'in'), inMs, facts.video?.keyframesMs ?? []);
  }
  const endMs = drawn === undefined ? (outMs ?? facts?.durationMs ?? null) : drawn.seconds * 1000;
  for (const [name, time] of Object.entries(data.markers ?? {})) {
    const at = below(origin, 'markers', name);
    const positionMs = ms(time, at);
    if (positionMs === null || endMs === null || positionMs <= endMs - inMs) continue;
    const message = `the marker "${name.slice(0, 60)}" lies at ${writeTime(positionMs)}, and the clip lasts ${writeTime(endMs - inMs)}`;
    findings.add('range-outside', at, message, "Count markers from the clip's beginning.");
  }
}

function checkKeyframe(findings: Findings, origin: Origin, inMs: number, keyframesMs: readonly number[]): void {
  if (inMs === 0 || keyframesMs.length === 0) return;
  const before = keyframesMs.filter((at) => at <= inMs + 1).at(-1) ?? 0;
  if (inMs - before <= KEYFRAME_FAR_MS) return;
  const message = `the last key frame before ${writeTime(inMs)} lies at ${writeTime(before)}, so the cut has to wait for what is between`;
  findings.add(
    'keyframe-far',
    origin,
    message,
    `Begin at ${writeTime(before)}, export the file with a key frame at ${writeTime(inMs)}, or let "mien prepare" make one.`,
  );
}
