import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenedSound, SoundListener, SoundReader } from '../../../../src/renderer/sound/sound-readers.ts';
import { gainFromDb } from '../../../../src/renderer/stage/fades.ts';
import { PairedSound } from '../../../../src/renderer/stage/paired-sound.ts';
import type { Sound } from '../../../../src/renderer/stage/sound.ts';
import { clipOf } from '../../../support/stage/clip-of.ts';

const READER: SoundReader = {
  pictureEndSeconds: null,
  undecodable: null,
  fault: null,
  inSeconds: 0,
  soundEndSeconds: 10,
  sounds: null,
};
const CLIP = clipOf('/a.webm', {
  gainDb: -2,
  evenedDb: -8,
  audio: [{ name: 'de', url: '/a.de.opus' }],
});

let opened: { readonly url: string; readonly listener: SoundListener }[];
let gains: number[];

/** @param track the one that is wanted. */
function soundOf(track: string | null): Sound {
  const open = (url: string, _range: unknown, listener: SoundListener): OpenedSound => {
    opened.push({ url, listener });
    return { hurry: () => undefined, close: () => undefined } as unknown as OpenedSound;
  };
  return {
    track,
    readers: { open },
    clock: { at: (ms: number) => ms },
    channel: () => ({ node: {}, fade: (to: number) => void gains.push(to), cut: () => undefined }),
  } as unknown as Sound;
}

function heard(track: string | null): PairedSound {
  const paired = new PairedSound(CLIP, soundOf(track), () => undefined);
  paired.fade(1, 0, 5);
  opened.at(-1)!.listener.opened(READER);
  return paired;
}

beforeEach(() => {
  opened = [];
  gains = [];
});

describe('loudness differences between clips', () => {
  it("are evened out for the clip's own sound, beside the gain that the artist has set", () => {
    heard(null).close();
    expect(opened.map(({ url }) => url)).toEqual(['/a.webm']);
    expect(gains).toEqual([gainFromDb(-10)]);
  });

  it('are not for another track, which nobody has measured: it has the gain that the artist has set alone', () => {
    heard('de').close();
    expect(opened.map(({ url }) => url)).toEqual(['/a.de.opus']);
    expect(gains).toEqual([gainFromDb(-2)]);
  });

  it("are where the clip's own sound takes the place of a track that is missing", () => {
    const paired = new PairedSound(CLIP, soundOf('de'), () => undefined);
    paired.fade(1, 0, 5);
    opened[0]!.listener.lost('it is not there');
    opened[1]!.listener.opened(READER);
    paired.close();
    expect(gains).toEqual([gainFromDb(-10)]);
  });
});
