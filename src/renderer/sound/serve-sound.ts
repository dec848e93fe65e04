import type { SoundPart } from './sound-file.ts';
import type { SoundFiles } from './sound-files.ts';
import type { AskedSound, PageToSound, SoundBlock, SoundToPage } from './worker-messages.ts';

/** A file that has given nothing of what was asked for, for so long, hangs; one whose index is read or whose sound is decoded does not. */
const HANGS_MS = 2000;
/** What came while the worker was busy with another file is taken in first. */
const LOOK_AGAIN_MS = 250;

/** Gives the page the sound of one clip, over a port of its own. */
export function serveSound(files: SoundFiles, asked: AskedSound, port: MessagePort): void {
  const file = files.take(asked.url);
  let part: SoundPart | null = null;
  let round = 0;
  let blocks: AsyncGenerator<SoundBlock, void, undefined> | null = null;
  let isOver = false;

  const tell = (message: SoundToPage, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    endRound();
    files.release(file);
  };
  const lose = (reason: string): void => {
    files.spoil(file);
    if (!isOver) tell({ type: 'lost', reason });
    end();
  };
  /** Asked anew after each wait. */
  const goesOn = (asks: number): boolean => !isOver && asks === round;
  const endRound = (): void => {
    // What it waits for may never come: it ends when that does, or when the file is closed.
    blocks?.return().catch(() => undefined);
    blocks = null;
  };

  file.part(asked).then(
    (opened) => {
      if (isOver) return;
      part = opened;
      tell({ type: 'opened', facts: opened.facts });
    },
    (error: unknown) => lose(error instanceof Error ? error.message : String(error)),
  );

  const next = async (asks: number, fromSeconds: number): Promise<void> => {
    if (part === null || isOver) return;
    if (asks !== round) {
      endRound();
      round = asks;
      blocks = part.blocks(fromSeconds);
    }
    let block: SoundBlock | null = null;
    let fault: string | null = null;
    try {
      block = (await blocks?.next())?.value ?? null;
    } catch (error) {
      // Sound that cannot be decoded is silence; the picture goes on.
      fault = error instanceof Error ? error.message : String(error);
    }
    if (!goesOn(asks)) return;
    if (fault !== null) files.spoil(file);
    tell(
      { type: 'block', round: asks, block, fault },
      block === null ? [] : block.channels.map(({ buffer }) => buffer),
    );
  };

  port.onmessage = ({ data }: MessageEvent<PageToSound>) => {
    switch (data.type) {
      case 'next':
        void next(data.round, data.fromSeconds);
        return;
      case 'hurry':
        setTimeout(() => {
          if (!isOver && file.waitingMs > HANGS_MS + LOOK_AGAIN_MS) lose('it does not come: its disk or server hangs');
        }, LOOK_AGAIN_MS);
        return;
      case 'close':
        end();
        port.close();
    }
  };
}
