import type { CompiledFilm } from '../../film/compiled-film.ts';
import type { Command } from '../../protocol/console-messages.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import type { ReadingZone } from '../../protocol/reading-zone.ts';

/** All that an operator can do; the show does it. */
export interface Controls {
  readonly film: () => Pick<CompiledFilm, 'scenes' | 'emotions'>;
  readonly isStopped: () => boolean;
  readonly isClosed: () => boolean;
  readonly wantsCamera: () => boolean;
  readonly isStaging: () => boolean;
  readonly isHeld: () => boolean;
  readonly isInSession: () => boolean;
  /** No visit begins: the last step of a show that keeps failing. */
  readonly isOpeningOnly: () => boolean;
  start(): void;
  stop(on: boolean): void;
  skip(): void;
  reset(): void;
  hold(on: boolean): void;
  go(scene: string): void;
  force(emotion: Emotion | null): void;
  volume(value: number): void;
  subtitles(language: string | null): void;
  soundTrack(track: string | null): void;
  blackout(on: boolean): void;
  pause(on: boolean): void;
  camera(label: string | null): void;
  recogniser(name: string): void;
  zone(zone: ReadingZone | null): void;
  chooseFilm(name: string): void;
  rollBack(): boolean;
}

export type Outcome = { readonly done: true } | { readonly done: false; readonly why: string };

const DONE: Outcome = { done: true };
const refused = (why: string): Outcome => ({ done: false, why });
const NO_CAMERA = 'the show was started without a camera';
const OPENING_ONLY =
  'only the opening plays after repeated failures: begin the kiosk anew, or wait for its daily restart, which tries all again';

/** One command of an operator: done, or the reason why not. */
export function obey(command: Command, controls: Controls): Outcome {
  switch (command.do) {
    case 'start':
      if (controls.isStopped()) controls.stop(false);
      else if (controls.isClosed()) return refused('the house is closed by its opening hours');
      else if (controls.isOpeningOnly()) return refused(OPENING_ONLY);
      else if (controls.isHeld()) return refused('the scene is held: let it go first');
      else controls.start();
      return DONE;
    case 'stop':
      controls.stop(true);
      return DONE;
    case 'skip':
      if (controls.isClosed()) return refused('the house is closed');
      if (controls.isOpeningOnly()) return refused(OPENING_ONLY);
      // Out of the opening a skip would begin a visit: whoever pressed it had not heard that the last one was over.
      if (!controls.isInSession()) return refused('no visit is on: there is nothing to skip');
      controls.skip();
      return DONE;
    case 'reset':
      controls.reset();
      return DONE;
    case 'hold':
      controls.hold(command.on);
      return DONE;
    case 'go':
      if (controls.film().scenes[command.scene] === undefined)
        return refused(`the film has no scene "${command.scene}"`);
      if (controls.isClosed()) return refused('the house is closed');
      if (controls.isOpeningOnly()) return refused(OPENING_ONLY);
      controls.go(command.scene);
      return DONE;
    case 'force': {
      const { emotion } = command;
      if (emotion !== null && !controls.film().emotions.includes(emotion))
        return refused(`the film does not ask for ${emotion}`);
      controls.force(emotion);
      return DONE;
    }
    case 'volume':
      controls.volume(command.value);
      return DONE;
    case 'subtitles':
      controls.subtitles(command.language);
      return DONE;
    case 'soundTrack':
      controls.soundTrack(command.track);
      return DONE;
    case 'blackout':
      controls.blackout(command.on);
      return DONE;
    case 'pause':
      controls.pause(command.on);
      return DONE;
    case 'camera':
      if (!controls.wantsCamera()) return refused(NO_CAMERA);
      controls.camera(command.label);
      return DONE;
    case 'recogniser':
      if (!controls.wantsCamera()) return refused(NO_CAMERA);
      if (!RECOGNISERS.includes(command.name)) return refused(`there is no recogniser "${command.name}"`);
      controls.recogniser(command.name);
      return DONE;
    case 'zone':
      controls.zone(command.zone);
      return DONE;
    case 'film':
      if (controls.isStaging()) return refused('another film is being prepared');
      controls.chooseFilm(command.name);
      return DONE;
    case 'rollBack':
      if (controls.isStaging()) return refused('another film is being prepared');
      return controls.rollBack() ? DONE : refused('nothing played before this film');
  }
}

/** Engines that can be chosen at the console; `auto` finds the best by trying. */
export const RECOGNISERS: readonly string[] = ['auto', 'onnx', 'wasm', 'tensorflow-gpu'];
