import { open } from 'node:fs/promises';

/** Boxes at the top of a file that are looked at: few have more than six before their picture and index. */
const MOST_BOXES = 64;
/** What an MP4 or MOV file can begin with. */
const FIRST = new Set(['ftyp', 'styp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);
/** Length and type, 4 bytes each; then, where the length is 1, the true one in 8. */
const HEAD = 8;
const LONG_HEAD = 16;

/**
 * Whether an MP4 or MOV file has its index (`moov`) behind its picture (`mdat`), so that a player has to fetch the end
 * before it can begin. Reads the heads of boxes alone. False for other files and where it cannot be told. Never throws.
 * @param path of a file, no pipe or device.
 */
export async function hasIndexLast(path: string): Promise<boolean> {
  const handle = await open(path).catch(() => null);
  if (handle === null) return false;
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(LONG_HEAD);
    let isBehind = false;
    for (let at = 0, boxes = 0; at + HEAD <= size && boxes < MOST_BOXES; boxes += 1) {
      const { bytesRead } = await handle.read(head, 0, LONG_HEAD, at);
      if (bytesRead < HEAD) return false;
      const type = head.toString('latin1', 4, HEAD);
      if (boxes === 0 && !FIRST.has(type)) return false;
      if (type === 'moov') return isBehind;
      if (type === 'mdat') isBehind = true;
      const isLong = head.readUInt32BE(0) === 1;
      if (isLong && bytesRead < LONG_HEAD) return false;
      const length = isLong ? Number(head.readBigUInt64BE(HEAD)) : head.readUInt32BE(0);
      // 0 goes to the end of the file; what is shorter than its own head leads nowhere.
      if (length < (isLong ? LONG_HEAD : HEAD)) return false;
      at += length;
    }
    return false;
  } catch {
    return false;
  } finally {
    await handle.close().catch(() => undefined);
  }
}
