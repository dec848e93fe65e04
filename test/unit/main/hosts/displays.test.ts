import { describe, expect, it } from 'vitest';
import { parseDisplays } from '../../../../src/cli/play-arguments.ts';
import { fillDisplays } from '../../../../src/main/hosts/browser/fill-displays.ts';
import { chooseDisplays, missingLine, type Display } from '../../../../src/main/hosts/displays.ts';

const at = (left: number, top: number, isPrimary = false): Display => ({ left, top, width: 10, height: 10, isPrimary });
const [left, middle, right, below] = [at(-10, 0), at(0, 0, true), at(10, 0), at(10, 10)];
const all = [right, middle, below, left];

describe('the chosen displays', () => {
  it.each([
    ['one', [2], [middle], []],
    ['several, in the order in which they were named, each once', [3, 1, 3], [right, left], []],
    ['all, from the left and then from the top', 'all', [left, middle, right, below], []],
    ['those that are there, of some that are not', [9, 4], [below], [9]],
    ['the primary one, where none of them is there', [8, 9], [middle], [8, 9]],
  ] as const)('are %s', (_, choice, chosen, missing) => {
    expect(chooseDisplays(all, choice)).toEqual({ chosen, missing });
  });

  it('are no display at all where the machine has none', () => {
    expect(chooseDisplays([], 'all')).toEqual({ chosen: [], missing: [] });
    expect([missingLine([]), missingLine([2, 3])]).toEqual([null, 'there is no display 2 and no display 3 now']);
  });

  it('are written as numbers or "all"; anything else is told what would be right', () => {
    expect([parseDisplays('2'), parseDisplays('1,3'), parseDisplays('all')]).toEqual([[2], [1, 3], 'all']);
    for (const word of ['', '0', '1,', 'left', '1.5', '17', '-1']) expect(() => parseDisplays(word)).toThrow('"1,3"');
  });

  /** A browser with these displays and one window. */
  const browserWith = (bounds: object) => {
    const asked: (readonly [string, object])[] = [];
    const screenInfos = all.map((display) => ({ ...display, id: 'x', colorDepth: 24 }));
    const answers: Record<string, Record<string, unknown>> = {
      'Target.getTargets': { targetInfos: [{ type: 'page', targetId: 'a' }] },
      'Target.attachToTarget': { sessionId: 's' },
      'Emulation.getScreenInfos': { screenInfos },
      'Browser.getWindowForTarget': { windowId: 4, bounds },
    };
    const call = (method: string, params: object = {}): Promise<Record<string, unknown>> => {
      asked.push([method, params]);
      return Promise.resolve(answers[method] ?? {});
    };
    return { asked, call };
  };

  it('are filled by a browser one window each, the first one moved there, each led by the token over the pipe', async () => {
    const { asked, call } = browserWith({ left: 0, top: 0, windowState: 'fullscreen' });
    const notes: string[] = [];
    const first = await fillDisplays({ call }, [3, 1, 7], 'http://127.0.0.1:1/?token=t', (line) => notes.push(line));
    expect(first).toEqual({ left: 10, top: 0, width: 10, height: 10 });
    const size = { width: 10, height: 10 };
    expect(asked.slice(-5)).toEqual([
      ['Browser.getWindowForTarget', { targetId: 'a' }],
      ['Browser.setWindowBounds', { windowId: 4, bounds: { windowState: 'normal' } }],
      ['Browser.setWindowBounds', { windowId: 4, bounds: { left: 10, top: 0, ...size } }],
      ['Browser.setWindowBounds', { windowId: 4, bounds: { windowState: 'fullscreen' } }],
      [
        'Target.createTarget',
        { url: 'http://127.0.0.1:1/?token=t', newWindow: true, left: -10, top: 0, ...size, windowState: 'fullscreen' },
      ],
    ]);
    expect(notes).toEqual(['there is no display 7 now']);
  });

  it('are left alone where a window fills one already: it would have a frame for a moment', async () => {
    const { asked, call } = browserWith({ left: 10, top: 0, windowState: 'fullscreen' });
    await fillDisplays({ call }, [3], 'http://127.0.0.1:1/', () => undefined);
    expect(asked.at(-1)).toEqual(['Browser.getWindowForTarget', { targetId: 'a' }]);
  });
});
