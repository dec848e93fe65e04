// Watches the stage from outside: asks the browser for a small screenshot again and again, over a DevTools port that the
// soak's own wrapper of the browser opens. Tells how long no picture moved, and whether one was black.
import sharp from 'sharp';
import { WebSocket } from 'ws';

const LOOK_EVERY_MS = 250;
const ANSWER_MS = 3000;
/** Mean brightness of 0..255 below which a picture counts as black; the darkest scene of "Weather" lies far above. */
const BLACK = 3;

/** @param port of DevTools. @returns the watch: `stop()` gives `{longestStillMs, black, looks}`. */
export function watchPicture(port) {
  const seen = { longestStillMs: 0, stills: [], black: 0, looks: 0 };
  let movedAtMs = null;
  let last = null;
  let isStopped = false;
  const note = (nowMs, moved) => {
    if (!moved) return;
    if (movedAtMs !== null) {
      const stillMs = nowMs - movedAtMs;
      seen.longestStillMs = Math.max(seen.longestStillMs, stillMs);
      if (stillMs > 2000)
        seen.stills.push({ at: new Date(Date.now() - stillMs).toISOString(), ms: Math.round(stillMs) });
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
    if (mean < BLACK && last !== null) seen.black += 1;
    const change =
      last === null ? 1 : pixels.reduce((sum, value, i) => sum + Math.abs(value - last[i]), 0) / pixels.length;
    if (mean >= BLACK) last = pixels;
    note(performance.now(), change > 0.05 && mean >= BLACK);
  };
  const run = async () => {
    while (!isStopped) {
      let page = null;
      try {
        page = await openPage(port);
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
    stop: async () => {
      isStopped = true;
      note(performance.now(), movedAtMs !== null);
      await running;
      return seen;
    },
  };
}

async function openPage(port) {
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
