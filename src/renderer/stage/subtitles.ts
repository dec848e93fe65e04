import type { StageClip } from '../../protocol/messages.ts';
import { cuesAt, languageOf, placeOf } from './cue-boxes.ts';

/** Files whose cues are kept: those of a choice and what has just been. */
const MOST_FILES = 16;

/** Subtitles over the film, in the asked language: parsed by the browser's own WebVTT parser, drawn in the safe area. */
export class Subtitles {
  readonly #boxes = { top: document.createElement('div'), bottom: document.createElement('div') };
  /** A media element that never plays: the browser parses a track only as part of one. */
  readonly #parser = document.createElement('video');
  readonly #tracks = new Map<string, HTMLTrackElement>();
  #shown: readonly VTTCue[] = [];
  #language: string | null;

  /** @param language null: no subtitles. */
  constructor(stage: HTMLElement, language: string | null) {
    this.#language = language;
    for (const [edge, box] of Object.entries(this.#boxes)) {
      box.className = `subtitles ${edge}`;
      stage.append(box);
    }
  }

  get language(): string | null {
    return this.#language;
  }

  /** Other subtitles from now on; null: none. */
  set language(language: string | null) {
    this.#language = language;
  }

  /** @param size a multiple of the usual; @param area the share of the picture's width and height that words keep within. */
  look(size: number, area: number): void {
    for (const box of Object.values(this.#boxes)) {
      box.style.setProperty('--size', String(size));
      box.style.setProperty('--margin', `${((1 - area) / 2) * 100}%`);
    }
  }

  /** Fetches and parses what will be needed soon. */
  prepare(clips: readonly StageClip[]): void {
    for (const clip of clips) this.#track(clip);
  }

  /** Shows what stands at a time of the clip's file, milliseconds; null: nothing. Called for each picture of the screen. */
  show(clip: StageClip | null, fileMs: number): void {
    const cues = [...((clip === null ? null : this.#track(clip))?.track.cues ?? [])].filter(
      (cue) => cue instanceof VTTCue,
    );
    const now = cuesAt(cues, fileMs / 1000);
    if (now.length === this.#shown.length && now.every((cue, index) => cue === this.#shown[index])) return;
    this.#shown = now;
    this.#draw(now);
  }

  #draw(cues: readonly VTTCue[]): void {
    for (const box of Object.values(this.#boxes)) box.replaceChildren();
    for (const cue of cues) {
      const { edge, align } = placeOf(cue);
      const line = document.createElement('p');
      line.dataset.align = align;
      line.lang = this.#language ?? '';
      const text = document.createElement('span');
      // The parser's own nodes: text, <b>, <i>, <u>, <ruby>; never a script.
      text.append(cue.getCueAsHTML());
      line.append(text);
      this.#boxes[edge].append(line);
    }
  }

  #track(clip: StageClip): HTMLTrackElement | null {
    const language = languageOf(
      clip.subtitles.map((subtitles) => subtitles.language),
      this.#language,
    );
    const url = clip.subtitles.find((subtitles) => subtitles.language === language)?.url;
    if (url === undefined) return null;
    const known = this.#tracks.get(url);
    if (known !== undefined) return known;
    const track = document.createElement('track');
    track.kind = 'subtitles';
    track.src = url;
    this.#parser.append(track);
    track.track.mode = 'hidden';
    this.#tracks.set(url, track);
    const oldest = [...this.#tracks.keys()][0];
    if (this.#tracks.size > MOST_FILES && oldest !== undefined) {
      this.#tracks.get(oldest)?.remove();
      this.#tracks.delete(oldest);
    }
    return track;
  }

  close(): void {
    for (const box of Object.values(this.#boxes)) box.remove();
    this.#tracks.clear();
    this.#parser.replaceChildren();
  }
}
