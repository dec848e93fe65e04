/**
 * YUV4MPEG2, the uncompressed video that ffmpeg and mjpegtools write: a header line, then for each frame a line `FRAME`
 * and its planes. Chromium's fake camera reads 8-bit 4:2:0 only (tried: it finds no device for any other), so the rest
 * is brought to that form here.
 */
export interface Y4mHeader {
  readonly width: number;
  readonly height: number;
  /** Frames a second, as the fraction in the header. */
  readonly rate: { readonly top: number; readonly bottom: number };
  readonly layout: PlaneLayout;
  /** Bytes of the header line, its line end included. */
  readonly bytes: number;
}

/** How the planes lie: chroma is `1/across` as wide and `1/down` as high as the picture; none for grey. */
export interface PlaneLayout {
  readonly chroma: { readonly across: 1 | 2 | 4; readonly down: 1 | 2 } | null;
  readonly hasAlpha: boolean;
  /** Bits of a sample; above 8 it takes two bytes, the low one first. */
  readonly bits: number;
}

const LARGEST_SIDE = 8192;
const CHROMA: Readonly<Record<string, PlaneLayout['chroma']>> = {
  '420': { across: 2, down: 2 },
  '422': { across: 2, down: 1 },
  '444': { across: 1, down: 1 },
  '411': { across: 4, down: 1 },
  mono: null,
};

/** The header at the beginning of a file, or why it cannot be one. */
export function parseY4mHeader(bytes: Uint8Array): Y4mHeader | { readonly refused: string } {
  const end = bytes.indexOf(10);
  if (end === -1 || end > 1024) return { refused: 'no header line' };
  const words = new TextDecoder('latin1').decode(bytes.subarray(0, end)).split(' ');
  if (words[0] !== 'YUV4MPEG2') return { refused: 'it does not begin with YUV4MPEG2' };
  const value = (key: string): string | undefined =>
    words
      .slice(1)
      .find((word) => word.startsWith(key))
      ?.slice(1);
  const width = Number(value('W'));
  const height = Number(value('H'));
  const fits = (side: number): boolean => Number.isInteger(side) && side >= 2 && side <= LARGEST_SIDE;
  if (!fits(width) || !fits(height)) return { refused: `a picture of ${value('W') ?? '?'}x${value('H') ?? '?'}` };
  const [top, bottom] = (value('F') ?? '30:1').split(':').map(Number);
  const isRate = top !== undefined && bottom !== undefined && top > 0 && bottom > 0;
  const layout = parseLayout(value('C') ?? '420');
  if (layout === null) return { refused: `colours of the unknown kind ${value('C') ?? ''}` };
  return { width, height, rate: isRate ? { top, bottom } : { top: 30, bottom: 1 }, layout, bytes: end + 1 };
}

function parseLayout(colour: string): PlaneLayout | null {
  const match = /^(420|422|444|411|mono)(alpha|jpeg|mpeg2|paldv)?p?(\d\d?)?$/.exec(colour);
  const chroma = CHROMA[match?.[1] ?? ''];
  if (match === null || chroma === undefined) return null;
  const bits = Number(match[3] ?? 8);
  return bits < 8 || bits > 16 ? null : { chroma, hasAlpha: match[2] === 'alpha', bits };
}

/** Whether Chromium reads it as it is. */
export function isPlain420({ layout }: Y4mHeader): boolean {
  return layout.bits === 8 && layout.chroma?.across === 2 && layout.chroma.down === 2;
}

/** The header of the same film in 8-bit 4:2:0. */
export function plainHeader({ width, height, rate }: Y4mHeader): string {
  return `YUV4MPEG2 W${width} H${height} F${rate.top}:${rate.bottom} Ip A1:1 C420jpeg\n`;
}

/** Bytes of one frame's planes. */
export function frameBytes({ width, height, layout }: Y4mHeader): number {
  const { chroma, hasAlpha, bits } = layout;
  const picture = width * height;
  const colour = chroma === null ? 0 : 2 * Math.ceil(width / chroma.across) * Math.ceil(height / chroma.down);
  return (picture + colour + (hasAlpha ? picture : 0)) * (bits > 8 ? 2 : 1);
}

/** One frame's planes as 8-bit 4:2:0: colour is averaged where it is finer, repeated where it is coarser, 128 for grey. */
export function toPlain420(header: Y4mHeader, planes: Uint8Array): Uint8Array {
  const { width, height, layout } = header;
  const { chroma, bits } = layout;
  const sample =
    bits > 8
      ? (index: number): number => ((planes[2 * index] ?? 0) | ((planes[2 * index + 1] ?? 0) << 8)) >> (bits - 8)
      : (index: number): number => planes[index] ?? 0;
  const outWidth = Math.ceil(width / 2);
  const outHeight = Math.ceil(height / 2);
  const picture = width * height;
  const out = new Uint8Array(picture + 2 * outWidth * outHeight).fill(128, picture);
  if (bits === 8) out.set(planes.subarray(0, picture));
  else for (let index = 0; index < picture; index++) out[index] = sample(index);
  if (chroma === null) return out;
  const inWidth = Math.ceil(width / chroma.across);
  const inHeight = Math.ceil(height / chroma.down);
  for (let plane = 0; plane < 2; plane++) {
    const from = picture + plane * inWidth * inHeight;
    const to = picture + plane * outWidth * outHeight;
    for (let y = 0; y < outHeight; y++) {
      const top = Math.min(inHeight - 1, Math.floor((2 * y) / chroma.down));
      const below = Math.min(inHeight - 1, Math.floor((2 * y + 1) / chroma.down));
      for (let x = 0; x < outWidth; x++) {
        const left = Math.min(inWidth - 1, Math.floor((2 * x) / chroma.across));
        const right = Math.min(inWidth - 1, Math.floor((2 * x + 1) / chroma.across));
        const at = (row: number, column: number): number => sample(from + row * inWidth + column);
        const sum = at(top, left) + at(top, right) + at(below, left) + at(below, right);
        out[to + y * outWidth + x] = (sum + 2) >> 2;
      }
    }
  }
  return out;
}
