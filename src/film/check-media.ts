import { clipsOf } from './check-clips.ts';
import { clipPartOf } from './compile-clip.ts';
import { type ComparedClip, clipOfScene, clipsAfter } from './compared-clips.ts';
import { type Origin, type ScenePart, below } from './film.ts';
import { type FoundFiles, filesOf } from './film-media.ts';
import type { Findings } from './findings.ts';
import { LOUDNESS_STEP } from './even-loudness.ts';
import { integratedLoudness } from './loudness.ts';
import type { MediaFacts } from './media-facts.ts';
import { isOfSize } from './picture-size.ts';
import { parseTime, writeTime } from './times.ts';

/** What Chromium, Electron and Debian's packages of them play; named by the beginning of the codec's string. */
const PLAYABLE = {
  video: ['vp8', 'vp09', 'vp9', 'av01', 'avc1', 'avc3'],
  audio: ['opus', 'vorbis', 'mp4a', 'mp3', 'flac', 'pcm', 'ulaw', 'alaw'],
} as const;

/** Whether the stage plays a codec. */
export function isPlayable(kind: 'video' | 'audio', codec: string): boolean {
  return PLAYABLE[kind].some((known) => codec.toLowerCase().startsWith(known));
}

/** What the files hold: codecs, and whether the clips of one choice and the subtitles go together. */
export function checkMedia(findings: Findings, found: FoundFiles): void {
  checkContents(findings, found);
  checkSubtitles(findings, found);
  if (found.media.size > 0) for (const part of findings.film.scenes.values()) checkCuts(findings, part, found);
}

/** What of a file itself makes it late or unplayable, each file once. */
function checkContents(findings: Findings, found: FoundFiles): void {
  const told = new Set<string>();
  for (const { file, origin } of filesOf(findings.film)) {
    const facts = found.media.get(file);
    if (facts === undefined || told.has(file)) continue;
    told.add(file);
    if (found.indexLast?.has(file) === true) {
      const message = `the index of "${file}" lies behind its picture, so that its end is fetched before it can begin`;
      findings.add(
        'index-last',
        origin,
        message,
        'Export it for the web ("fast start"), or let "mien prepare" move it.',
      );
    }
    const hint = 'Export it as WebM (VP9, Opus) or MP4 (H.264, AAC), or let "mien prepare" do it.';
    for (const kind of ['video', 'audio'] as const) {
      const codec = facts[kind]?.codec;
      if (codec === undefined || isPlayable(kind, codec)) continue;
      const what = kind === 'video' ? 'picture' : 'sound';
      findings.add(
        'codec-unplayable',
        origin,
        `the ${what} of "${file}" is ${codec}, which the stage may not play`,
        hint,
      );
    }
  }
}

interface Candidate extends ComparedClip {
  readonly facts: MediaFacts;
}

/** Clips of one choice that differ: the cut would jump in size, in motion or in loudness; also where one alone follows, in loudness. */
function checkCuts(findings: Findings, part: ScenePart, found: FoundFiles): void {
  const withFacts = (clip: ComparedClip): Candidate | readonly [] => {
    const facts = found.media.get(clip.file);
    return facts === undefined ? [] : { ...clip, facts };
  };
  const after = clipsAfter(findings.film, part);
  const isChoice = after.length > 1;
  const candidates = after.flatMap(withFacts);
  const [first, ...others] = candidates;
  if (first === undefined) return;
  const origin = part.data.ending === undefined ? below(part.origin, 'next') : part.origin;
  for (const other of others) {
    const what = difference(first.facts, other.facts);
    if (what !== null) {
      const message = `the clips of this choice differ: ${what(first.to, other.to)}`;
      findings.add(
        'clips-differ',
        origin,
        message,
        'Export both with the same size, frame rate and codec, or let "mien prepare" do it.',
        'key',
      );
      break;
    }
  }
  const own = clipOfScene(findings.film, part);
  const heard = isChoice || own === null ? candidates : [withFacts(own), first].flat();
  const quiet = extreme(heard, (a, b) => a < b);
  const loud = extreme(heard, (a, b) => a > b);
  if (quiet === null || loud === null || loud.level - quiet.level <= LOUDNESS_STEP) return;
  const step = (loud.level - quiet.level).toFixed(1);
  const which = isChoice ? 'the clips of this choice' : 'the clip of this scene and the one that follows it';
  const message = `${which} differ in loudness by ${step} dB: "${loud.to}" is the louder, "${quiet.to}" the quieter`;
  findings.add(
    'loudness-step',
    origin,
    message,
    'Mix them to the same loudness, or even them out with "gain" on the clip.',
    'key',
  );

  function extreme(
    of: readonly Candidate[],
    better: (a: number, b: number) => boolean,
  ): { to: string; level: number } | null {
    let best: { to: string; level: number } | null = null;
    for (const { to, facts, fromMs, toMs, gainDb } of of) {
      const loudness = facts.loudness === null ? null : integratedLoudness(facts.loudness, fromMs, toMs);
      if (loudness === null) continue;
      const level = loudness + gainDb;
      if (best === null || better(level, best.level)) best = { to, level };
    }
    return best;
  }
}

/** How two files differ in what a cut shows, told of two scenes, or null. */
function difference(a: MediaFacts, b: MediaFacts): ((one: string, other: string) => string) | null {
  const { video: one } = a;
  const { video: other } = b;
  const tell = (x: string, y: string) => (first: string, second: string) => `"${first}" is ${x}, "${second}" is ${y}`;
  if (one !== null && other !== null) {
    if (!isOfSize(one, other) && !isOfSize(other, one)) {
      return tell(`${one.width}x${one.height}`, `${other.width}x${other.height}`);
    }
    if (Math.abs(one.frameRate - other.frameRate) > 0.02 * one.frameRate) {
      return tell(`${one.frameRate.toFixed(2)} frames a second`, other.frameRate.toFixed(2));
    }
    const [x, y] = [one.codec.split('.')[0] ?? '', other.codec.split('.')[0] ?? ''];
    if (x !== y) return tell(x, y);
  }
  const [x, y] = [a.audio?.codec.split('.')[0], b.audio?.codec.split('.')[0]];
  if (x !== undefined && y !== undefined && x !== y) return tell(x, y);
  return null;
}

/** Subtitles that stand before the clip's in point or after its end are never seen. */
function checkSubtitles(findings: Findings, found: FoundFiles): void {
  const { film } = findings;
  const told = (file: string, origin: Origin, fromMs: number, toMs: number | null): void => {
    const spans = found.subtitles.get(file) ?? [];
    const outside = spans.find((span) => span.toMs <= fromMs || (toMs !== null && span.fromMs >= toMs));
    if (outside === undefined) return;
    const clip = `${writeTime(fromMs)} to ${toMs === null ? 'its end' : writeTime(toMs)}`;
    const message = `a subtitle of "${file}" stands at ${writeTime(outside.fromMs)}, and the clip shows ${clip}`;
    findings.add(
      'subtitle-outside',
      origin,
      message,
      'Times in a subtitle file are those of the media file: shift it, or take the subtitle out.',
    );
  };
  const rangeOf = (clip: {
    readonly file?: string | undefined;
    readonly in?: number | string | undefined;
    readonly out?: number | string | undefined;
    readonly rate?: number | undefined;
  }): readonly [number, number | null] => {
    const ms = (time: number | string | undefined): number | null => {
      const parsed = time === undefined ? null : parseTime(time, clip.rate ?? film.data.frameRate);
      return parsed !== null && 'ms' in parsed ? parsed.ms : null;
    };
    const duration = clip.file === undefined ? undefined : found.media.get(clip.file)?.durationMs;
    return [ms(clip.in) ?? 0, ms(clip.out) ?? duration ?? null];
  };
  for (const { data, origin } of clipsOf(film)) {
    for (const [language, file] of Object.entries(data.subtitles ?? {}))
      told(file, below(origin, 'subtitles', language), ...rangeOf(data));
  }
  for (const part of film.scenes.values()) {
    const clip = clipPartOf(film, part);
    if (clip === null) continue;
    for (const [language, file] of Object.entries(part.data.subtitles ?? {})) {
      told(file, below(part.origin, 'subtitles', language), ...rangeOf(clip.data));
    }
  }
}
