/** A number that looks like chance, in [0, 1), the same for the same words and numbers (FNV-1a, then a murmur finish). */
export function chance(...of: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of of) {
    const text = `${part}|`;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
