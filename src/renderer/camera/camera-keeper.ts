import type { Camera, CameraWish } from './camera.ts';

/** What is used of a camera. */
export type KeptCamera = Pick<Camera, 'state' | 'framesPerSecond' | 'reopen' | 'close'>;

/**
 * The page's one camera, whichever main wishes for. Main tells its pace only when it changes, and a camera may be opened
 * long after: the pace holds for each one from then on.
 */
export class CameraKeeper {
  readonly #open: (wish: CameraWish) => KeptCamera;
  #now: { readonly key: string; readonly camera: KeptCamera } | null = null;
  /** null: main has told none yet, and the wish's own holds. */
  #framesPerSecond: number | null = null;

  constructor(open: (wish: CameraWish) => KeptCamera) {
    this.#open = open;
  }

  /** What the camera told last; null where none is open, or it has told nothing yet. */
  get state(): KeptCamera['state'] {
    return this.#now?.camera.state ?? null;
  }

  /** A main that comes back with the same wish finds the camera still open. */
  wish(wish: CameraWish | null): void {
    const key = JSON.stringify(wish);
    if (this.#now?.key === key) return;
    this.#now?.camera.close();
    this.#now = null;
    if (wish === null) return;
    const camera = this.#open(wish);
    if (this.#framesPerSecond !== null) camera.framesPerSecond = this.#framesPerSecond;
    this.#now = { key, camera };
  }

  /** How many frames a second main wants; 0 pauses. */
  pace(framesPerSecond: number): void {
    this.#framesPerSecond = framesPerSecond;
    if (this.#now !== null) this.#now.camera.framesPerSecond = framesPerSecond;
  }

  /** Main is not content with the picture. */
  reopen(): void {
    this.#now?.camera.reopen();
  }
}
