/**
 * A camera frame as one `Uint8Array`, the same bytes over a MessagePort, a WebSocket and to the perception process.
 * Layout, little endian: 0 u32 magic, 4 u8 version, 5 u8 format, 6 u16 width, 8 u16 height, 10..15 zero,
 * 16 f64 capturedAtMs, 24 pixels.
 */
export type PixelFormat = 'i420' | 'rgba' | 'grey';

export interface Frame {
  /** Milliseconds on the sender's clock; main rewrites it to its own clock before it hands the frame on. */
  readonly capturedAtMs: number;
  readonly width: number;
  readonly height: number;
  /** `i420`: Y plane, then U and V at half size (rounded up), full or limited range as the camera gave it. */
  readonly format: PixelFormat;
  /** Tightly packed. A view on the message it was read from, not a copy. */
  readonly pixels: Uint8Array;
}

export const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x4e45494d; // "MIEN"
const VERSION = 1;
const CAPTURED_AT = 16;
const FORMATS: readonly PixelFormat[] = ['i420', 'rgba', 'grey'];
/** Cameras give up to 3840x2160; larger than this is a mistake or an attack. */
const LARGEST_SIDE = 8192;

/** How many bytes the pixels of a frame take. */
export function pixelBytes(format: PixelFormat, width: number, height: number): number {
  switch (format) {
    case 'rgba':
      return width * height * 4;
    case 'grey':
      return width * height;
    case 'i420':
      return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
  }
}

/** @throws RangeError where size and pixels do not fit together (a bug of the caller). */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const expected = pixelBytes(frame.format, frame.width, frame.height);
  if (frame.pixels.length !== expected) {
    throw new RangeError(
      `a ${frame.width}x${frame.height} ${frame.format} frame has ${expected} bytes, not ${frame.pixels.length}`,
    );
  }
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + expected);
  writeFrameHeader(bytes, frame);
  bytes.set(frame.pixels, FRAME_HEADER_BYTES);
  return bytes;
}

/** Makes a frame of bytes whose pixels are in place already, behind `FRAME_HEADER_BYTES`: a picture that is copied once only. */
export function writeFrameHeader(bytes: Uint8Array, frame: Omit<Frame, 'pixels'>): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, FRAME_HEADER_BYTES);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, VERSION);
  view.setUint8(5, FORMATS.indexOf(frame.format));
  view.setUint16(6, frame.width, true);
  view.setUint16(8, frame.height, true);
  // 10..15 stay zero.
  view.setFloat64(CAPTURED_AT, frame.capturedAtMs, true);
}

/** The frame in a message, or one line that says what is wrong with it. Never throws, copies nothing. */
export function decodeFrame(bytes: Uint8Array): Frame | { readonly refused: string } {
  if (bytes.length < FRAME_HEADER_BYTES)
    return { refused: `frame of ${bytes.length} bytes is shorter than its header` };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return { refused: 'frame does not begin with its mark' };
  if (view.getUint8(4) !== VERSION) return { refused: `frame of version ${view.getUint8(4)}` };
  const format = FORMATS[view.getUint8(5)];
  if (format === undefined) return { refused: `frame of unknown format ${view.getUint8(5)}` };
  const width = view.getUint16(6, true);
  const height = view.getUint16(8, true);
  if (width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE) {
    return { refused: `frame of ${width}x${height} pixels` };
  }
  const expected = pixelBytes(format, width, height);
  const pixels = bytes.subarray(FRAME_HEADER_BYTES);
  if (pixels.length !== expected) {
    return { refused: `a ${width}x${height} ${format} frame has ${expected} bytes, not ${pixels.length}` };
  }
  const capturedAtMs = view.getFloat64(CAPTURED_AT, true);
  if (!Number.isFinite(capturedAtMs)) return { refused: 'frame without a capture time' };
  return { capturedAtMs, width, height, format, pixels };
}

/** Writes another capture time into a frame's bytes, in place: main puts its own clock there. */
export function restampFrame(bytes: Uint8Array, capturedAtMs: number): void {
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).setFloat64(CAPTURED_AT, capturedAtMs, true);
}

/** The capture time in a frame's bytes; call `decodeFrame` first where the bytes are not trusted. */
export function capturedAtOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(CAPTURED_AT, true);
}
