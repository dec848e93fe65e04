/** One JPEG in a file of JPEGs one after another (ffmpeg's `.mjpeg`), and what its frame header says. */
export interface JpegFrame {
  /** Bytes [start, end) in the file. */
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly height: number;
  /** Whether Chromium's fake camera decodes it: elsewhere it shows a green picture (tried with ffmpeg's own). */
  readonly isPlain: boolean;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Frame headers: every SOF but those numbers in their row that mean something else. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * The JPEGs in a file, in order. What lies between them is skipped, as is a last one that was cut off. Walks the
 * segments: a thumbnail inside a header is not taken for a frame.
 */
export function jpegFrames(bytes: Uint8Array): readonly JpegFrame[] {
  const frames: JpegFrame[] = [];
  let at = 0;
  while (at + 3 < bytes.length) {
    if (bytes[at] !== 0xff || bytes[at + 1] !== SOI || bytes[at + 2] !== 0xff) {
      at += 1;
      continue;
    }
    const frame = walk(bytes, at);
    if (frame === null) at += 2;
    else {
      frames.push(frame);
      at = frame.end;
    }
  }
  return frames;
}

function walk(bytes: Uint8Array, start: number): JpegFrame | null {
  let at = start + 2;
  let header: Pick<JpegFrame, 'width' | 'height' | 'isPlain'> | null = null;
  while (at + 3 < bytes.length || bytes[at + 1] === EOI) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) return header === null ? null : { start, end: at + 2, ...header };
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2) return null;
    if (isFrameHeader(marker)) header = frameHeader(bytes.subarray(at + 4, at + 2 + length), marker);
    at += 2 + length;
    if (marker === SOS) at = endOfScan(bytes, at);
  }
  return null;
}

/** Coded data ends at the first marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

function frameHeader(header: Uint8Array, marker: number): Pick<JpegFrame, 'width' | 'height' | 'isPlain'> {
  const height = ((header[1] ?? 0) << 8) | (header[2] ?? 0);
  const width = ((header[3] ?? 0) << 8) | (header[4] ?? 0);
  const sampling = Array.from({ length: header[5] ?? 0 }, (_, index) => header[7 + 3 * index] ?? 0);
  // What libyuv's JPEG conversion takes: baseline; grey, or three parts of which the colours are sampled once a block.
  const [luma, ...colours] = sampling;
  const isKnown =
    sampling.length === 1 ? luma === 0x11 : sampling.length === 3 && [0x22, 0x21, 0x11].includes(luma ?? 0);
  const isPlain = marker === 0xc0 && header[0] === 8 && isKnown && colours.every((colour) => colour === 0x11);
  return { width, height, isPlain };
}
