// Watches the stage from outside: asks the browser for a small screenshot again and again, over a DevTools port that the
// soak's own wrapper of the browser opens. Tells how long no picture moved, and whether one was black.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { WebSocket } from 'ws';
import { browsers, profileOf, tree } from './processes.mjs';

const LOOK_EVERY_MS = 250;
/** On a busy machine a picture takes its time; a browser that is stopped never gives one. */
const ANSWER_MS = 3000;
/** Mean brightness of 0..255 below which a picture counts as black; the darkest scene of "Weather" lies far above. */
const BLACK = 3;

/** @param root process of the show. @returns the watch: `stop()` gives what was seen. */
export function watchPicture(root) {
  const seen = { looks: 0, black: 0, longestStillMs: 0, stillsOver2s: [], blackAt: [] };
  let lastFault = null;
  let movedAtMs = null;
  let last = null;
  let isStopped = false;
  const note = (nowMs, moved) => {
    if (!moved) return;
    if (movedAtMs !== null) {
      const stillMs = nowMs - movedAtMs;
      seen.longestStillMs = Math.max(seen.longestStillMs, Math.round(stillMs));
      if (stillMs > 2000) {
        const at = new Date(Date.now() - stillMs).toISOString();
        seen.stillsOver2s.push({ at, ms: Math.round(stillMs), after: lastFault });
      }
    }
    movedAtMs = nowMs;
  };
  const look = async (page) => {
    const { data } = await page.call('Page.captureScreenshot', {
      format: 'jpeg',
      quality: 60,
      clip: { x: 0, y: 0, width: 1280, height: 720, scale: 0.1 },
    });
    const pixels = await sharp(Buffer.from(data, 'base64')).greyscale().raw().toBuffer();
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    seen.looks += 1;
    if (mean < BLACK && last !== null) {
      seen.black += 1;
      seen.blackAt.push({ at: new Date().toISOString(), after: lastFault });
    }
    const change =
      last === null ? 1 : pixels.reduce((sum, value, i) => sum + Math.abs(value - last[i]), 0) / pixels.length;
    if (mean >= BLACK) last = pixels;
    note(performance.now(), change > 0.05 && mean >= BLACK);
  };
  const run = async () => {
    while (!isStopped) {
      let page = null;
      try {
        page = await openPage(root);
        while (!isStopped) {
          await look(page);
          await pause(LOOK_EVERY_MS);
        }
      } catch {
        // The browser is gone, or hangs: that is what is measured.
        await pause(LOOK_EVERY_MS);
      } finally {
        page?.close();
      }
    }
  };
  const running = run();
  return {
    /** What is done to the show from now on: told beside what it cost. */
    after: (fault) => void (lastFault = fault),
    stop: async () => {
      isStopped = true;
      note(performance.now(), movedAtMs !== null);
      await running;
      return seen;
    },
  };
}

/** The page of the oldest browser that runs: the one behind it is not seen. */
async function openPage(root) {
  const [front] = browsers(tree(root));
  const [port] = readFileSync(join(profileOf(front), 'DevToolsActivePort'), 'utf8').split('\n');
  const pages = await (await fetch(`http://127.0.0.1:${port}/json`, { signal: AbortSignal.timeout(ANSWER_MS) })).json();
  const { webSocketDebuggerUrl } = pages.find(({ type }) => type === 'page');
  const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false });
  const waiting = new Map();
  const gone = () => {
    for (const { failed } of waiting.values()) failed(new Error('gone'));
    waiting.clear();
  };
  socket.on('message', (text) => {
    const { id, result, error } = JSON.parse(text);
    waiting.get(id)?.[error === undefined ? 'done' : 'failed'](result ?? new Error(error.message));
    waiting.delete(id);
  });
  socket.on('close', gone).on('error', gone);
  await new Promise((done, failed) => {
    socket
      .once('open', done)
      .once('error', failed)
      .once('close', () => failed(new Error('closed')));
  });
  let lastId = 0;
  return {
    close: () => socket.terminate(),
    call: (method, params) =>
      new Promise((done, failed) => {
        lastId += 1;
        const timer = setTimeout(() => failed(new Error('no answer')), ANSWER_MS);
        const settled = (how) => (value) => {
          clearTimeout(timer);
          how(value);
        };
        waiting.set(lastId, { done: settled(done), failed: settled(failed) });
        socket.send(JSON.stringify({ id: lastId, method, params }));
      }),
  };
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
