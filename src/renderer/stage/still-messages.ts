/** What the worker that draws a still is asked. */
export interface AskedStill {
  /** Given away with the message. */
  readonly frame: VideoFrame;
  /** Of the still, pixels. */
  readonly width: number;
  readonly height: number;
  /** Of the JPEG, 0 to 1. */
  readonly quality: number;
}

/** A JPEG in base64; null: none could be drawn. */
export type DrawnStill = string | null;
