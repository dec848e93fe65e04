import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createElectronHost } from '../../../src/main/hosts/electron/electron-host.ts';
import { openBridge } from '../../../src/preload/open-bridge.ts';
import type { Bridge } from '../../../src/protocol/bridge.ts';
import type { StageToMain } from '../../../src/protocol/messages.ts';
import { connect } from '../../../src/renderer/link/connect.ts';
import { asked, forgetAll, type StandInWindow } from '../../stand-ins/electron.ts';

vi.mock('electron', () => import('../../stand-ins/electron.ts'));

const hello: StageToMain = { type: 'hello', stageNowMs: 1, visible: true };
const started = (cueId: number): StageToMain => ({ type: 'clipStarted', cueId, stageNowMs: 1, gapMs: 0 });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let heard: StageToMain[];
/** Bridges of the pages that were loaded, in their order. */
let bridges: Bridge[];
/** Messages of main that the pages were given. */
let got: string[];

beforeEach(() => {
  forgetAll();
  heard = [];
  bridges = [];
  got = [];
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Opens the stage's window. @param say what a page's script says after its hello, before the page has loaded. */
async function openStage(say: readonly StageToMain[] = []): Promise<StandInWindow> {
  asked.page = async ({ webContents }) => {
    const bridge = openBridge(webContents.renderer);
    bridges.push(bridge);
    vi.stubGlobal('window', { mien: bridge });
    const link = connect((opened) => {
      opened.send(hello);
      for (const fact of say) opened.send(fact);
    });
    link.onMessage(({ type }) => got.push(type));
    // The page's pictures and styles take their time; what it said has long been on its way.
    await turn();
  };
  const host = createElectronHost({
    preload: '/app/preload.cjs',
    perceptionScript: '/app/perception.js',
    kiosk: false,
  });
  await host.serve({
    pages: () => new Hono(),
    onLink: (link) =>
      link.onMessage((fact) => {
        heard.push(fact);
        if (fact.type === 'hello') link.send({ type: 'card', lines: [] });
      }),
    onStageLost: () => undefined,
    onFront: () => undefined,
    onNote: () => undefined,
  });
  await host.openStage();
  await turn();
  return asked.windows[0]!;
}

describe("the page's end of Electron's bridge", () => {
  it('has a hello heard that was said before main listened, and what was said after it in its order', async () => {
    await openStage([started(1), started(2)]);
    expect(heard).toEqual([hello, started(1), started(2)]);
    expect(asked.dropped).toEqual([]);
    expect(got).toEqual(['card']);
  });

  it('holds back nothing once main listens', async () => {
    await openStage();
    bridges[0]!.send(started(3));
    await turn();
    expect(heard).toEqual([hello, started(3)]);
  });

  it('has the hello of a page heard that is loaded anew in the same window', async () => {
    const window = await openStage();
    await window.reload();
    await turn();
    expect([heard, asked.dropped, got]).toEqual([[hello, hello], [], ['card', 'card']]);
  });

  it('holds the first sixty-four that are said before main listens, and no more', async () => {
    await openStage(Array.from({ length: 1000 }, (_, cueId) => started(cueId)));
    expect(heard).toHaveLength(64);
    expect(heard.slice(0, 2)).toEqual([hello, started(0)]);
  });
});

describe('the stand-in for Electron', () => {
  it('drops what nobody in main listens to, as Electron does', async () => {
    asked.page = async ({ webContents }) => {
      webContents.renderer.send('mien:to-main', hello);
      await turn();
    };
    const host = createElectronHost({
      preload: '/app/preload.cjs',
      perceptionScript: '/app/perception.js',
      kiosk: false,
    });
    await host.openStage();
    await turn();
    expect(asked.dropped).toEqual([hello]);
  });
});
