import type { Reading } from '../protocol/reading.ts';
import type { Console } from './console/console.ts';
import { Eyes, type EyesOptions } from './eyes.ts';
import type { FilmInPlay } from './film-in-play.ts';
import type { FrontOfHouse } from './front-of-house.ts';
import type { ShowOptions } from './show-options.ts';
import type { StageDesk } from './stage/stage-desk.ts';

/** The parts of a show that its eyes speak with; asked for each time, since they are made after each other. */
export interface SeenBy {
  readonly playing: Pick<FilmInPlay, 'read' | 'playable'>;
  readonly house: Pick<FrontOfHouse, 'mayRead' | 'isClosed' | 'isUnread' | 'isPaused' | 'isDark'>;
  readonly desk: Pick<StageDesk, 'framesPerSecond' | 'reopenCamera'>;
  readonly console: Pick<Console, 'onReading' | 'onFrame'> | null;
}

export interface ShowEyesOptions extends Pick<EyesOptions, 'host' | 'clock' | 'tell' | 'onFault'> {
  readonly options: EyesOptions['options'] & Pick<ShowOptions, 'openingOnly'>;
  readonly parts: () => SeenBy;
  /** See `ShowListener`. */
  readonly onMood: (afterMs: number) => void;
}

/** What is seen goes to the film and to the console, as far as the house lets anybody be read. */
export class ShowEyes {
  readonly eyes: Eyes;
  readonly #options: ShowEyesOptions;
  #readings = 0;

  constructor(options: ShowEyesOptions) {
    this.#options = options;
    const { parts } = options;
    this.eyes = new Eyes({
      ...options,
      film: () => parts().playing.playable,
      onReading: (reading) => this.#onReading(reading),
      mayHear: () => {
        const { house } = parts();
        return !house.isUnread && !house.isPaused && !house.isDark;
      },
      onPace: (framesPerSecond) => parts().desk.framesPerSecond(framesPerSecond),
      onReopen: () => parts().desk.reopenCamera(),
    });
  }

  /** Readings that the film was given. */
  get readings(): number {
    return this.#readings;
  }

  /** A camera frame. @param capturedAtMs on main's clock. */
  onFrame(bytes: Uint8Array, capturedAtMs: number): void {
    const { house, console } = this.#options.parts();
    if (!house.mayRead()) return;
    console?.onFrame(bytes);
    this.eyes.frame(bytes, capturedAtMs);
  }

  #onReading(reading: Reading): void {
    const { options, clock, onMood } = this.#options;
    const { playing, house, console } = this.#options.parts();
    if (house.isClosed || options.openingOnly) return;
    this.#readings += 1;
    playing.read(reading);
    console?.onReading(reading);
    onMood(clock.nowMs() - reading.capturedAtMs);
  }
}
