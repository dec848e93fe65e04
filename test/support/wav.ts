/** A WAV file of 16-bit PCM in one channel. @param at sample i, from -1 to 1. */
export function wav(rate: number, seconds: number, at: (i: number) => number): Uint8Array<ArrayBuffer> {
  const samples = Int16Array.from({ length: rate * seconds }, (_, i) => Math.round(32_767 * at(i)));
  const file = new Uint8Array(44 + samples.byteLength);
  const head = new DataView(file.buffer);
  const write = (text: string, offset: number): void => file.set(new TextEncoder().encode(text), offset);
  write('RIFF', 0);
  head.setUint32(4, 36 + samples.byteLength, true);
  write('WAVEfmt ', 8);
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  write('data', 36);
  head.setUint32(40, samples.byteLength, true);
  file.set(new Uint8Array(samples.buffer), 44);
  return file;
}
