import type { MostPixels } from './frame-pixels.ts';

/** From the page to the worker that reads its camera, over the one port that the worker is handed. */
export type PageToCamera =
  | {
      readonly type: 'watch';
      readonly pictures: ReadableStream<VideoFrame>;
      readonly most: MostPixels;
      readonly framesPerSecond: number;
      /** null: frames go over the page. */
      readonly framesAddress: string | null;
      /** The page's `performance.timeOrigin`: frames are stamped in the page's clock. */
      readonly timeOrigin: number;
    }
  | { readonly type: 'framesPerSecond'; readonly value: number }
  /** The page has passed the last frame on. */
  | { readonly type: 'taken' };

export type CameraToPage =
  | { readonly type: 'seen' }
  | { readonly type: 'frame'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'ended'; /** null: in peace. */ readonly error: string | null };
