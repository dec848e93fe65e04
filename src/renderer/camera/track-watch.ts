import type { StageLink } from '../link/connect.ts';
import type { MostPixels } from './frame-pixels.ts';
import { watchByVideo } from './video-watch.ts';
import { watchInWorker } from './worker-watch.ts';

/** What a watch over a camera's track needs to know. */
export interface TrackWatchOptions {
  readonly track: MediaStreamTrack;
  readonly link: Pick<StageLink, 'sendFrame' | 'pendingBytes' | 'framesAddress'>;
  readonly most: MostPixels;
  readonly framesPerSecond: number;
  /** The track delivers: at its first picture and at least once a second from then on. */
  readonly onSeen: () => void;
}

/** Sends a track's pictures to main until it is closed. */
export interface TrackWatch {
  framesPerSecond(value: number): void;
  /** Resolves when there is nothing more to come; rejects where the track cannot be read. */
  readonly ended: Promise<void>;
  close(): void;
}

export function watchTrack(options: TrackWatchOptions): TrackWatch {
  return 'MediaStreamTrackProcessor' in globalThis ? watchInWorker(options) : watchByVideo(options);
}
